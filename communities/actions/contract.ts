import type { PersonCard } from '#communities/people/contract.ts'
import type { ActionSource } from '#prisma/generated/enums.ts'

export type { ActionSource }

export const ACTION_TEXT_MAX = 500

/** Something that somebody took on. Instants are ISO 8601 in UTC, days are as `2026-11-24`. */
export interface ActionItem {
  id: string
  threadId: string
  sessionId: string | null
  text: string
  assignee: PersonCard | null
  dueOn: string | null
  doneAt: string | null
  source: ActionSource
  sourceId: string | null
}

/** An action of the viewer's own, and where it comes from. */
export interface MyAction extends ActionItem {
  community: { id: string; slug: string; name: string }
  mayEdit: boolean
}

export const dueGroups = ['overdue', 'today', 'later', 'undated'] as const
export type DueGroup = (typeof dueGroups)[number]

/** When an open action is due, seen from a day (both as `2026-11-24`). */
export function dueGroupOf(dueOn: string | null, today: string): DueGroup {
  if (dueOn === null) return 'undated'
  if (dueOn === today) return 'today'
  return dueOn < today ? 'overdue' : 'later'
}
