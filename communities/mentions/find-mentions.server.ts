import { foldName } from './fold-name.server.ts'

export interface Named {
  id: string
  name: string
}

export interface Mentioned {
  from: number
  to: number
  /** Who is meant: of several who have the same name, all. */
  ids: string[]
}

/** An @ that begins a word: not one of an e-mail address. */
const BEGINNING = /(?<![\p{L}\p{N}_@./-])@(?=\p{L})/gu
const ENDS_A_WORD = /^(?![\p{L}\p{N}_])/u

/** What stands behind each @ of a text, as long as a name may be: one of these begins with a member's name, or nobody is named. */
export function tailsOf(text: string, nameMax: number): string[] {
  return [...text.matchAll(BEGINNING)].map(({ index }) => text.slice(index + 1, index + 1 + 2 * nameMax))
}

/**
 * Finds the people who are named in a text as `@Full Name`: whatever the case and the accents, the longest name that fits, and
 * whole words only ("@Ana" is not in "@Anatole").
 */
export function findMentions(text: string, people: readonly Named[]): Mentioned[] {
  const byName = new Map<string, string[]>()
  for (const { id, name } of people) byName.set(foldName(name), [...(byName.get(foldName(name)) ?? []), id])
  const longestFirst = [...byName].sort(([a], [b]) => b.length - a.length)
  const found: Mentioned[] = []
  for (const { index: from } of text.matchAll(BEGINNING)) {
    for (const [name, ids] of longestFirst) {
      const to = endOf(text, from + 1, name)
      if (to === null) continue
      found.push({ from, to, ids })
      break
    }
  }
  return found
}

/** Where a folded name that begins at `start` ends in the text; null where it does not stand there. Letters may fold into fewer, or more. */
function endOf(text: string, start: number, name: string): number | null {
  let folded = ''
  let at = start
  while (at < text.length && folded.length < name.length) {
    const letter = String.fromCodePoint(text.codePointAt(at) ?? 0)
    folded += foldName(letter)
    at += letter.length
    if (!name.startsWith(folded)) return null
  }
  // Accents that follow as signs of their own belong to the last letter.
  while (at < text.length && /\p{Mn}/u.test(text[at] ?? '')) at++
  return folded === name && ENDS_A_WORD.test(text.slice(at)) ? at : null
}
