/** Signs that stand for two letters, whatever is typed. */
const ligatures: Record<string, string> = { œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE' }

/** A text as it is kept beside its folded form: the two have the same number of letters, one for one. */
export function unfoldedText(text: string): string {
  return text.normalize('NFC').replace(/[œŒæÆ]/g, (sign) => ligatures[sign] ?? sign)
}

/** A text as it is searched: in lower case, without accents. `foldText(unfoldedText(text))` has as many letters as `unfoldedText(text)`. */
export function foldText(text: string): string {
  return [...unfoldedText(text)].map(foldLetter).join('')
}

function foldLetter(letter: string): string {
  const [base] = letter
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
  return base ?? letter
}
