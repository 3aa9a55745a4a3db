import type { AgendaSpan } from './events/contract.ts'

export type { Agenda, AgendaItem, AgendaRemark, AgendaSpan } from './events/contract.ts'

/** How long an agenda line's title may be. */
export const AGENDA_TITLE_MAX = 120
/** The most minutes that a line can be planned for. */
export const AGENDA_MINUTES_MAX = 480
/** How long a question, a position or an answer to one may be. */
export const REMARK_MAX = 2000

/** Where and when a thread is, or was, talked about live: one for each agenda that it is on. Instants are ISO 8601 in UTC. */
export interface ThreadTalk {
  itemId: string
  room: { name: string; slug: string; communitySlug: string }
  /** Null: it waits for the room's next session. */
  sessionId: string | null
  spans: AgendaSpan[]
}

/** A room on whose agenda a thread can be put. */
export interface AgendaRoom {
  id: string
  name: string
  /** Its session runs: the thread goes onto that one's agenda. */
  live: boolean
}
