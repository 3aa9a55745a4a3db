import * as Y from 'yjs'
import type { Tx } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { NOTES_FRAGMENT } from './contract.ts'
import { mergeUpdates } from './merge-updates.server.ts'
import { serializeNotes } from './serialize-notes.server.ts'

/**
 * Merges the waiting updates of a session's notes into their state, and makes `Notes.markdown` and `Notes.html` say all that was
 * acknowledged. Call it in a transaction that holds the session's row (at its end, say). Repeating it changes nothing.
 *
 * The document comes from browsers: where it cannot be read it is kept all the same, beside the reading from before. No session goes
 * on for ever because of its notes.
 *
 * @returns whether anything is written there
 */
export async function closeNotes(tx: Tx, sessionId: string): Promise<{ written: boolean }> {
  const updates = await tx.notesUpdate.count({ where: { sessionId } })
  if (updates > 0)
    await tx.notes.createMany({ data: [{ sessionId, state: new Uint8Array(Y.encodeStateAsUpdate(new Y.Doc())) }], skipDuplicates: true })
  const [notes] = await tx.$queryRaw<{ state: Uint8Array<ArrayBuffer>; markdown: string }[]>`
    SELECT state, markdown FROM "Notes" WHERE "sessionId" = ${sessionId}::uuid FOR UPDATE`
  if (!notes) return { written: false }
  const waiting = await tx.notesUpdate.findMany({ where: { sessionId }, orderBy: { id: 'asc' }, select: { id: true, data: true } })
  if (waiting.length === 0) return { written: notes.markdown !== '' }
  const merged = mergeUpdates([notes.state, ...waiting.map(({ data }) => data)])
  const read = readDocument(merged, sessionId)
  await tx.notes.update({
    where: { sessionId },
    data: { ...(read ?? { state: new Uint8Array(merged) }), updatedAt: new Date() },
    select: { sessionId: true },
  })
  await tx.notesUpdate.deleteMany({ where: { id: { in: waiting.map(({ id }) => id) } } })
  return { written: read?.markdown !== '' }
}

/** The notes as they are kept and read; null where a browser made something of them that cannot be read. */
function readDocument(update: Uint8Array, sessionId: string) {
  try {
    // In a document, and not only merged: what was deleted is let go of.
    const doc = new Y.Doc()
    Y.applyUpdate(doc, update)
    return { state: new Uint8Array(Y.encodeStateAsUpdate(doc)), ...serializeNotes(doc.getXmlFragment(NOTES_FRAGMENT)) }
  } catch (error) {
    log.error({ error, sessionId }, 'the notes cannot be read, and are kept as they came')
    return null
  }
}
