import type { FollowUpCard } from '#rooms/follow-ups/contract.ts'
import type { ConsentAsked } from '#rooms/recordings/consent/contract.ts'
import type { RecordingCard } from '#rooms/recordings/contract.ts'

/** How long a session's topic may be. */
export const TOPIC_MAX = 120

/** What a browser needs to connect to a session's media. The token is a secret that lasts minutes. */
export interface JoinTicket {
  roomId: string
  sessionId: string
  /** Where LiveKit's signalling is reached: this site's own `/livekit`. */
  url: string
  token: string
  /** The viewer's name among the participants: their member id. */
  identity: string
  /** Something is being recorded, and this person has not said yes to it: they hear and see, and are asked before they publish. */
  recording: ConsentAsked | null
}

/** What a browser may have before anybody clicks: a ticket where a session is open, else the address to warm up. */
export type PreparedJoin = JoinTicket | { url: string }

/** A room as its card shows it, without who is in it (see the roster). */
export interface RoomCard {
  id: string
  communityId: string
  slug: string
  name: string
  door: 'open' | 'knock' | 'locked'
  position: number
  archivedAt: Date | null
  /** The last session of the room whose follow-up is still to be published; null where there is none. */
  followUpDue: string | null
}

/** What a session's thread and page show of it. */
export interface SessionCard {
  id: string
  room: { id: string; slug: string; name: string }
  community: { id: string; slug: string; name: string }
  topic: string
  openedAt: Date
  endedAt: Date | null
  personCount: number
  peakCount: number
  /** Who was in, at most 12, by when they came. */
  people: { id: string; name: string; photoKey: string | null }[]
  /** Null while it runs, and where it left no thread. */
  followUp: FollowUpCard | null
  /** What was recorded of it and is not deleted, oldest first. */
  recordings: Pick<RecordingCard, 'id' | 'state' | 'playable' | 'durationMs' | 'posterUrl'>[]
  /** What was taken on in it, and how much of it is still to be done. */
  actions: { count: number; openCount: number }
}

/** Who was there, and each of their stays. `leftAt` null: still in. */
export interface PersonVisits {
  person: { id: string; name: string; photoKey: string | null }
  visits: { joinedAt: Date; leftAt: Date | null }[]
}

/** A session's permanent page. */
export interface SessionPage {
  session: SessionCard
  /** By arrival; the first of many, until all are asked for (`session.personCount`). */
  people: PersonVisits[]
  /** Null: the session left no thread. */
  threadId: string | null
  /** What was noted, as it was when it was last merged; empty where nothing was. */
  notesHtml: string
}

/** What somebody wrote at some time; `by` null: the account is gone. */
export interface ExportedLine {
  by: string | null
  at: Date
  markdown: string
}

/** All that a session left, for a file. */
export interface ExportedSession {
  session: SessionCard
  people: PersonVisits[]
  missed: { name: string }[]
  followUp: { title: string; markdown: string; draft: boolean } | null
  agenda: { title: string; owner: string | null; reached: boolean; spans: { startedAt: Date; endedAt: Date | null }[] }[]
  notes: string
  actions: { text: string; assignee: string | null; dueOn: Date | null; done: boolean }[]
  recordings: { id: string; startedAt: Date; durationMs: number; transcribed: boolean }[]
  chat: ExportedLine[]
  replies: ExportedLine[]
}
