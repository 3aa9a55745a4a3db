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
const GOES_ON = /[\p{L}\p{N}_]/uy

/** What stands behind each @ of a text, as long as a name may be: one of these begins with a member's name, or nobody is named. */
export function tailsOf(text: string, nameMax: number): string[] {
  return [...text.matchAll(BEGINNING)].map(({ index }) => text.slice(index + 1, index + 1 + 2 * nameMax))
}

/**
 * Finds people who are named in a text as `@Full Name`: whatever the case and the accents, the longest name that fits, and
 * whole words only ("@Ana" is not in "@Anatole"). Sorts the people once, for all texts.
 */
export function mentionFinder(people: readonly Named[]): (text: string) => Mentioned[] {
  const byName = new Map<string, string[]>()
  for (const { id, name } of people) {
    const folded = foldName(name)
    const ids = byName.get(folded)
    if (ids) ids.push(id)
    else byName.set(folded, [id])
  }
  const byFirst = new Map<string, [string, string[]][]>()
  for (const entry of [...byName].sort(([a], [b]) => b.length - a.length)) {
    const first = entry[0][0] ?? ''
    byFirst.set(first, byFirst.get(first) ?? [])
    byFirst.get(first)?.push(entry)
  }
  return (text) => {
    const found: Mentioned[] = []
    for (const { index: from } of text.matchAll(BEGINNING)) {
      const first = foldName(String.fromCodePoint(text.codePointAt(from + 1) ?? 0))[0] ?? ''
      for (const [name, ids] of byFirst.get(first) ?? []) {
        const to = endOf(text, from + 1, name)
        if (to === null) continue
        found.push({ from, to, ids })
        break
      }
    }
    return found
  }
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
  if (folded !== name) return null
  GOES_ON.lastIndex = at
  return GOES_ON.test(text) ? null : at
}
