import type { PersonCard } from '#communities/people/contract.ts'
import type { InboxKind } from '#prisma/generated/enums.ts'

export type { InboxKind }

/** The parts of an inbox. */
export const inboxViews = ['open', 'unread', 'done'] as const
export type InboxView = (typeof inboxViews)[number]

/** A matter as the inbox shows it. Instants are ISO 8601 in UTC. */
export interface InboxEntry {
  id: string
  kind: InboxKind
  /** Who did it; null for what happened by itself, and where the account is gone. */
  actor: PersonCard | null
  community: { slug: string; name: string }
  room: { slug: string; name: string } | null
  threadId: string | null
  replyId: string | null
  sessionId: string | null
  actionId: string | null
  /** The first words of what was written, as plain text; of an action, all of it. */
  excerpt: string
  count: number
  /** The session that it is about was recorded, and can be watched. */
  watchable: boolean
  happenedAt: string
  read: boolean
  done: boolean
}

export interface InboxPage {
  entries: InboxEntry[]
  /** Give it to the next read for what is older; null at the end. */
  nextCursor: string | null
}

/** So long before a recording goes, those who may keep it for ever are told. */
export const RECORDING_WARNED_BEFORE_MS = 7 * 24 * 60 * 60_000

/** When the recording goes that a matter warns of. A warning is read days later, too: it names the day. */
export const recordingGoesAt = ({ happenedAt }: Pick<InboxEntry, 'happenedAt'>) =>
  new Date(Date.parse(happenedAt) + RECORDING_WARNED_BEFORE_MS)

/** What can be done with a matter. */
export const inboxChanges = ['read', 'unread', 'done', 'undone'] as const
export type InboxChange = (typeof inboxChanges)[number]

/** The exact place that a matter is about, as a path of ours. */
export function placeOf({
  kind,
  community,
  room,
  threadId,
  replyId,
  sessionId,
  actionId,
}: Pick<InboxEntry, 'kind' | 'community' | 'room' | 'threadId' | 'replyId' | 'sessionId' | 'actionId'>): string {
  if (kind === 'joinRequest') return `/c/${community.slug}/members`
  if (kind === 'roomBusy' && room) return `/c/${community.slug}/rooms/${room.slug}`
  if (threadId && replyId) return `/threads/${threadId}?reply=${replyId}#reply-${replyId}`
  if (threadId && actionId) return `/threads/${threadId}#action-${actionId}`
  if (sessionId) return `/sessions/${sessionId}`
  if (threadId) return `/threads/${threadId}`
  return room ? `/c/${community.slug}/rooms/${room.slug}` : `/c/${community.slug}`
}
