import { z } from 'zod'

/** A thread was posted (or a session's live card appeared) in a community: what the "3 new" pill counts. */
export const threadPosted = {
  name: 'thread.posted',
  payload: z.object({
    communityId: z.string(),
    threadId: z.string(),
    /** Null for a session's thread. */
    authorId: z.string().nullable(),
    kind: z.enum(['update', 'question', 'poll', 'announcement', 'praise', 'session']),
  }),
} as const

/** A thread that is on screen somewhere changed (reply, reaction, edit, removal): read it again. */
export const threadChanged = {
  name: 'thread.changed',
  payload: z.object({ communityId: z.string(), threadId: z.string(), deleted: z.boolean() }),
} as const
