/** An "h" is mute in nearly every name, as in "Hélène"; a "y" before a consonant is a vowel, as in "Yves". */
const BEGINS_WITH_A_VOWEL = /^(?:[aeiouhœæ]|y(?![aeiouy]))/i

/** French "de" before a name: "de Ben", "d’Ana", "d’Élise". */
export function de(name: string): string {
  const letters = name.normalize('NFD').replace(/\p{M}/gu, '')
  return BEGINS_WITH_A_VOWEL.test(letters) ? `d’${name}` : `de ${name}`
}
