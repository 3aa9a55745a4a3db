import { z } from 'zod'
import type { PersonCard } from '#communities/people/contract.ts'

/** How long a follow-up's title and text may be. */
export const FOLLOW_UP_TITLE_MAX = 120
export const FOLLOW_UP_MAX = 50_000

/** Somebody as they were called at the time. */
const personSchema = z.object({ id: z.string(), name: z.string() })

/**
 * What the product knows of a session by itself, as the follow-up keeps it. Instants are ISO 8601 in UTC; nothing of it is in a
 * language but what people wrote.
 */
export const traceSchema = z.object({
  openedAt: z.string(),
  endedAt: z.string(),
  /** Each who was there, once, by when they first came. `presentMs`: all their visits together. */
  people: z.array(personSchema.extend({ presentMs: z.number().int().nonnegative() })),
  /** Who had put something on the agenda, or had said that they can't be there, and was not there. */
  missed: z.array(personSchema.extend({ saidSo: z.boolean(), onAgenda: z.boolean() })),
  /** The agenda's lines in their order. `reached` false: it waits for the room's next session. */
  agenda: z.array(
    z.object({
      itemId: z.string(),
      title: z.string(),
      owner: personSchema.nullable(),
      minutes: z.number().int().nullable(),
      threadId: z.string().nullable(),
      reached: z.boolean(),
      spans: z.array(z.object({ startedAt: z.string(), endedAt: z.string() })),
    }),
  ),
  /** Links of the chat, each once, in the order in which they were first said. */
  links: z.array(z.object({ url: z.string(), lineId: z.string(), by: personSchema.nullable() })),
  /** The chat's most reacted lines, most first. */
  loved: z.array(
    z.object({
      lineId: z.string(),
      by: personSchema.nullable(),
      text: z.string(),
      reactions: z.array(z.object({ emoji: z.string(), count: z.number().int().positive() })),
    }),
  ),
  /** What was recorded of it: whether it can be watched, and whether it is still there, is asked when it is read. */
  recordings: z.array(z.object({ recordingId: z.string() })),
})
export type Trace = z.infer<typeof traceSchema>

/** A session's follow-up changed (edited, taken over, published, closed): read its page again. Told to who looks at the session. */
export const followUpChanged = { name: 'followUp.changed', payload: z.object({ sessionId: z.string() }) } as const

export type FollowUpState = 'draft' | 'published' | 'dismissed'

/** What a session's card shows of its follow-up. */
export interface FollowUpCard {
  state: FollowUpState
  ownerId: string | null
  ownerName: string | null
  /** Empty: the session's topic or room stands for it. Only where it is published. */
  title: string
  /** Its first lines, as plain text; only where it is published. */
  excerpt: string
}

/** A follow-up as the session's page shows it. */
export interface FollowUpView {
  sessionId: string
  state: FollowUpState
  owner: PersonCard | null
  title: string
  /** What was typed; only for who may write it. */
  markdown: string | null
  html: string
  /** It says what was noted, and nothing else. */
  asNoted: boolean
  trace: Trace
  rev: number
  editedAt: Date | null
  editedBy: PersonCard | null
  publishedAt: Date | null
  publishedBy: PersonCard | null
  /** How many former versions there are. */
  versionCount: number
  /** The viewer is its owner, and the community is not archived. */
  mayWrite: boolean
  mayTakeOver: boolean
}

/** What a follow-up said before somebody changed it. */
export interface FollowUpVersionView {
  rev: number
  title: string
  html: string
  changedBy: PersonCard | null
  changedAt: string
}

/** What the page tells a reader who was not there. */
export interface MissedView {
  /** Lines of the chat that name them, and replies of the thread. */
  mentions: { kind: 'chat' | 'reply'; id: string; by: PersonCard | null; html: string; at: Date }[]
  /** What they have taken on, or were given. */
  actions: { id: string; text: string; done: boolean }[]
  /** What was recorded of it and can be watched; `positionMs`: where the reader left it. */
  recordings: { id: string; durationMs: number; positionMs: number; finished: boolean }[]
  /** Answers to what they had left on the agenda. */
  answers: { remarkId: string; title: string; html: string; answerHtml: string; by: PersonCard | null }[]
}
