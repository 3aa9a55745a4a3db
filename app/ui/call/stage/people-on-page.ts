import type { Participant } from '../call-view.ts'

/**
 * Who is on which page of tiles. Where one page holds everybody, nobody ever moves. Where there are several, the first
 * has oneself and those who spoke last, in the order in which they came, so that whoever speaks is seen.
 */
export function peopleOnPage(people: readonly Participant[], page: number, perPage: number): Participant[] {
  if (people.length <= perPage) return [...people]
  const [self, ...others] = people
  const talkative = new Set([...others].sort((a, b) => b.lastSpokeAt - a.lastSpokeAt).slice(0, Math.max(0, perPage - 1)))
  const first = others.filter((person) => talkative.has(person))
  const rest = others.filter((person) => !talkative.has(person))
  return [...(self ? [self] : []), ...first, ...rest].slice(page * perPage, (page + 1) * perPage)
}

/** Whom the dock and a phone's strip show: who speaks, else who spoke last, else who came first; oneself only when alone. */
export function mainPerson(people: readonly Participant[]): Participant | undefined {
  const others = people.filter((person) => !person.isLocal)
  return others.find((person) => person.isSpeaking) ?? others.toSorted((a, b) => b.lastSpokeAt - a.lastSpokeAt)[0] ?? people[0]
}
