import type { ExcerptPiece } from './contract.ts'

/** Around what was found. */
export const HIT = String.fromCharCode(1)
export const AFTER_HIT = String.fromCharCode(2)

/** Signs that are two letters in a folded text. */
const DOUBLE = /[œŒæÆ]/

/** Lays the marks of a folded text over the same text as it was written (in NFC). */
export function layMarks(marked: string, written: string): ExcerptPiece[] {
  const pieces: ExcerptPiece[] = []
  const letters = [...written]
  let hit = false
  let at = 0
  let from = 0
  let half = false
  const cut = () => {
    const text = letters.slice(from, at).join('').replace(/\s+/g, ' ')
    if (text) pieces.push({ text, hit })
    from = at
  }
  for (const letter of marked) {
    if (letter === HIT || letter === AFTER_HIT) {
      cut()
      hit = letter === HIT
    } else if (!half && DOUBLE.test(letters[at] ?? '')) half = true
    else {
      half = false
      at++
    }
  }
  cut()
  return pieces
}
