import { z } from 'zod'

/** How many bytes of an update a socket takes, in base64 some 55,000 letters; what is larger is posted to `/sessions/<id>/notes`. */
export const NOTES_SOCKET_BYTES_MAX = 40 * 1024
/** How many bytes one update may have at all. */
export const NOTES_UPDATE_BYTES_MAX = 512 * 1024
/** How many bytes the notes of a session may have, with all that was deleted. Editors stop long before, at `NOTES_LETTERS_MAX`. */
export const NOTES_BYTES_MAX = 1024 * 1024
/** How many letters the notes may have; editors tell it before it is reached. */
export const NOTES_LETTERS_MAX = 100_000
/** So long after a session's end, what somebody wrote while they were offline is still taken in. */
export const NOTES_TAKEN_HOURS = 24
/** The name of the fragment, in the Yjs document, that is the notes. */
export const NOTES_FRAGMENT = 'notes'

const base64Length = (bytes: number) => Math.ceil(bytes / 3) * 4
const idSchema = z.object({ client: z.int().nonnegative(), clock: z.int().nonnegative() })
/** A place in the document that stays where it is while others write (Yjs's relative position). */
const placeSchema = z.object({
  type: idSchema.nullish(),
  tname: z.string().max(20).nullish(),
  item: idSchema.nullish(),
  assoc: z.int().nullish(),
})
const cursorSchema = z.object({ anchor: placeSchema, head: placeSchema }).nullable()

/**
 * Reads a session's notes, in both directions: the browser says which updates it has (a Yjs state vector, in base64; empty for
 * none), and gets those that it misses, with what the server has.
 */
export const notesOpen = {
  name: 'notes.open',
  input: z.object({ sessionId: z.uuid(), stateVector: z.base64().max(16_000) }),
  output: z.object({
    update: z.string(),
    stateVector: z.string(),
    mayEdit: z.boolean(),
    endedAt: z.string().nullable(),
  }),
} as const
export type OpenedNotes = z.infer<typeof notesOpen.output>

/** Writes into a session's notes: a Yjs update (v1, in base64). It is acknowledged once it is kept; sending it again changes nothing. */
export const notesUpdate = {
  name: 'notes.update',
  pace: 'typing',
  input: z.object({ sessionId: z.uuid(), update: z.base64().max(base64Length(NOTES_SOCKET_BYTES_MAX)) }),
  output: z.object({}),
} as const

/** Somebody wrote into the notes of a session that this browser looks at from close by. It may be one's own update. */
export const notesUpdated = {
  name: 'notes.updated',
  payload: z.object({ sessionId: z.string(), update: z.string() }),
} as const

/** Says where the viewer's cursor is in the notes; null: nowhere. It is told to the others, and kept nowhere. */
export const notesCursor = {
  name: 'notes.cursor',
  pace: 'typing',
  input: z.object({ sessionId: z.uuid(), clientId: z.int().nonnegative(), cursor: cursorSchema }),
  output: z.object({}),
} as const

/** Where somebody's cursor is in the notes; null: they are gone (without `clientId`, from all their browsers). Who it is, the server says. */
export const notesPointed = {
  name: 'notes.pointed',
  payload: z.object({
    sessionId: z.string(),
    clientId: z.number().int().nullable(),
    person: z.object({ id: z.string(), name: z.string() }),
    cursor: cursorSchema,
  }),
} as const
