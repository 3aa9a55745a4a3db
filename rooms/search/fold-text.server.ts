/** Signs that stand for two letters, whatever is typed. */
const ligatures: Record<string, string> = { œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE' }

/** A text as it is kept beside its folded form: the two have the same number of letters, one for one. */
export function unfoldedText(text: string): string {
  return text.normalize('NFC').replace(/[œŒæÆ]/g, (sign) => ligatures[sign] ?? sign)
}

/**
 * A text as it is searched: in lower case, without accents, and with plain signs between words (what PostgreSQL takes for a word
 * depends on the database's locale for all others). `foldText(unfoldedText(text))` has as many letters as `unfoldedText(text)`.
 */
export function foldText(text: string): string {
  return [...unfoldedText(text)].map(foldLetter).join('')
}

function foldLetter(letter: string): string {
  if (/[’ʼ]/.test(letter)) return "'"
  if (/[^\p{ASCII}\p{L}\p{M}\p{N}]/u.test(letter)) return ' '
  const [base] = letter
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
  return base ?? letter
}
