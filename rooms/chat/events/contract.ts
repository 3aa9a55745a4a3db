import { z } from 'zod'

const personSchema = z.object({ id: z.string(), name: z.string(), photoKey: z.string().nullable() })

/** A line of a session's chat, whole. Instants are ISO 8601 in UTC. */
export const chatLineSchema = z.object({
  id: z.string(),
  /** The id that the browser of its author made. */
  clientId: z.string(),
  /** Its place, from 1: it never changes. */
  position: z.number().int(),
  /** Of its last change, among all changes of the session's chat. */
  rev: z.number().int(),
  /** Null where the account is gone. */
  author: personSchema.nullable(),
  /** What was typed, and what it is shown as; both empty where the line is deleted. */
  markdown: z.string(),
  html: z.string(),
  /** The line that it answers, in its first words; they are empty where it is deleted. */
  replyTo: z.object({ id: z.string(), position: z.number().int(), authorName: z.string().nullable(), quote: z.string() }).nullable(),
  reactions: z.array(z.object({ emoji: z.string(), memberIds: z.array(z.string()) })),
  createdAt: z.string(),
  editedAt: z.string().nullable(),
  deleted: z.boolean(),
})
export type ChatLineCard = z.infer<typeof chatLineSchema>

/**
 * Told to who looks at the session from close by, whenever lines of its chat are written or change. Every change has the next `rev`
 * of the session: who finds one missing reads what is newer than what they have (`GET /sessions/<id>/chat?after=<rev>`).
 */
export const chatLines = {
  name: 'chat.lines',
  payload: z.object({ sessionId: z.string(), lines: z.array(chatLineSchema) }),
} as const
