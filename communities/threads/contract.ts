import { z } from 'zod'
import type { ActionItem } from '#communities/actions/contract.ts'
import type { PersonCard } from '#communities/people/contract.ts'

const threadKinds = ['update', 'question', 'poll', 'announcement', 'praise', 'session'] as const

/** A thread was posted (or a session's live card appeared) in a community: what the "3 new" pill counts. */
export const threadPosted = {
  name: 'thread.posted',
  payload: z.object({
    communityId: z.string(),
    threadId: z.string(),
    /** Null for a session's thread. */
    authorId: z.string().nullable(),
    kind: z.enum(threadKinds),
  }),
} as const

/** A thread that is on screen somewhere changed (reply, reaction, edit, removal): read it again. */
export const threadChanged = {
  name: 'thread.changed',
  payload: z.object({ communityId: z.string(), threadId: z.string(), deleted: z.boolean() }),
} as const

/** A point in a recording, in whole milliseconds on its own timeline. Whoever shows it asks whether its reader may watch. */
export interface Moment {
  recordingId: string
  momentMs: number
}

export interface ReactionCount {
  emoji: string
  count: number
  mine: boolean
}

/** A reply as a page shows it. Instants are ISO 8601 in UTC. */
export interface ReplyItem {
  id: string
  author: PersonCard | null
  html: string
  /** What was typed; only for who may edit it. */
  markdown: string | null
  createdAt: string
  editedAt: string | null
  reactions: ReactionCount[]
  /** Set where the reply has no text, but tells that this action is done. */
  action: { id: string; text: string } | null
  /** What of a recording it is about. */
  moment: Moment | null
  mayEdit: boolean
  mayDelete: boolean
}

/** A thread as a feed shows it, with its newest replies (oldest of them first). Instants are ISO 8601 in UTC. */
export interface ThreadItem {
  id: string
  kind: (typeof threadKinds)[number]
  community: { id: string; slug: string; name: string }
  author: PersonCard | null
  sessionId: string | null
  html: string
  /** What was typed; only for who may edit it. */
  markdown: string | null
  createdAt: string
  editedAt: string | null
  lastActivityAt: string
  replyCount: number
  reactions: ReactionCount[]
  replies: ReplyItem[]
  actions: ActionItem[]
  /** What of a recording the post quotes. */
  moment: Moment | null
  mayReply: boolean
  mayReact: boolean
  mayEditActions: boolean
  mayEdit: boolean
  mayDelete: boolean
}

export interface FeedPage {
  threads: ThreadItem[]
  /** Give it to the next read for what is older; null at the end. */
  nextCursor: string | null
}
