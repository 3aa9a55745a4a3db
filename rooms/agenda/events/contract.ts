import { z } from 'zod'

const personSchema = z.object({ id: z.string(), name: z.string(), photoKey: z.string().nullable() })

/** A stretch in which a line was "now"; `endedAt` null: it is now. Instants are ISO 8601 in UTC. */
export const agendaSpanSchema = z.object({ startedAt: z.string(), endedAt: z.string().nullable() })

/** What somebody left on a line, and what they were answered in the room. */
export const agendaRemarkSchema = z.object({
  id: z.string(),
  kind: z.enum(['question', 'position']),
  /** Null where the account is gone. */
  author: personSchema.nullable(),
  html: z.string(),
  createdAt: z.string(),
  answer: z.object({ html: z.string(), by: personSchema.nullable(), at: z.string() }).nullable(),
})

/** A line of an agenda. */
export const agendaItemSchema = z.object({
  id: z.string(),
  /** The id that the browser of who added it made. */
  clientId: z.string().nullable(),
  title: z.string(),
  owner: personSchema.nullable(),
  minutes: z.number().int().nullable(),
  done: z.boolean(),
  /** The thread that is discussed live. */
  threadId: z.string().nullable(),
  spans: z.array(agendaSpanSchema),
  remarks: z.array(agendaRemarkSchema),
})

/** An agenda, whole: of a room's open session, of its next one, or of one that is over. */
export const agendaSchema = z.object({
  roomId: z.string(),
  rev: z.number().int(),
  /** Null: it waits for the room's next session. */
  session: z.object({ id: z.string(), endedAt: z.string().nullable() }).nullable(),
  items: z.array(agendaItemSchema),
  /** Who said that they can't be there (and did not come). */
  absent: z.array(personSchema),
})
export type AgendaSpan = z.infer<typeof agendaSpanSchema>
export type AgendaRemark = z.infer<typeof agendaRemarkSchema>
export type AgendaItem = z.infer<typeof agendaItemSchema>
export type Agenda = z.infer<typeof agendaSchema>

/** Told to who looks at the room from close by when its agenda changes. An agenda whose `rev` is not larger than the one you have is old news. */
export const roomAgenda = { name: 'room.agenda', payload: agendaSchema } as const
