import type { Roster } from '#rooms/presence/contract.ts'

/** What a room is about right now: the agenda line that is now, else the topic; empty where nobody has said. */
export function subjectOf(roster: Roster | undefined): string {
  return roster?.session?.now?.title ?? roster?.session?.topic ?? ''
}
