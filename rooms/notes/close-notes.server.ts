import * as Y from 'yjs'
import type { Tx } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { closeDocument } from './merge-updates.server.ts'

/**
 * Merges the waiting updates of a session's notes into their state, and makes `Notes.markdown` and `Notes.html` say all that was
 * acknowledged. Call it in a transaction that holds the session's row (at its end, say). Repeating it changes nothing.
 *
 * The document comes from browsers: where it cannot be read it is kept all the same, beside the reading from before; where that takes
 * too long, its updates go on waiting. No session goes on for ever because of its notes.
 *
 * @returns whether anything is written there
 */
export async function closeNotes(tx: Tx, sessionId: string, close = closeDocument): Promise<{ written: boolean }> {
  const updates = await tx.notesUpdate.count({ where: { sessionId } })
  if (updates > 0)
    await tx.notes.createMany({ data: [{ sessionId, state: new Uint8Array(Y.encodeStateAsUpdate(new Y.Doc())) }], skipDuplicates: true })
  const [notes] = await tx.$queryRaw<{ state: Uint8Array<ArrayBuffer>; markdown: string }[]>`
    SELECT state, markdown FROM "Notes" WHERE "sessionId" = ${sessionId}::uuid FOR UPDATE`
  if (!notes) return { written: false }
  const waiting = await tx.notesUpdate.findMany({ where: { sessionId }, orderBy: { id: 'asc' }, select: { id: true, data: true } })
  if (waiting.length === 0) return { written: notes.markdown !== '' }
  const closed = await read(() => close([notes.state, ...waiting.map(({ data }) => data)]), sessionId)
  if (!closed) return { written: true }
  const { state, reading } = closed
  await tx.notes.update({
    where: { sessionId },
    data: { state: new Uint8Array(state), ...reading, updatedAt: new Date() },
    select: { sessionId: true },
  })
  await tx.notesUpdate.deleteMany({ where: { id: { in: waiting.map(({ id }) => id) } } })
  return { written: reading?.markdown !== '' }
}

/** Null where merging them takes too long: they go on waiting, and whoever opens the notes has them. */
async function read(close: () => ReturnType<typeof closeDocument>, sessionId: string) {
  try {
    const closed = await close()
    if (!closed.reading) log.error({ sessionId }, 'the notes cannot be read, and are kept as they came')
    return closed
  } catch (error) {
    log.error({ error, sessionId }, 'the notes cannot be merged, and go on waiting')
    return null
  }
}
