import * as Y from 'yjs'
import type { Tx } from '#platform/db.server.ts'
import { NOTES_FRAGMENT } from './contract.ts'
import { mergeUpdates } from './merge-updates.server.ts'
import { serializeNotes } from './serialize-notes.server.ts'

/**
 * Merges the waiting updates of a session's notes into their state, and makes `Notes.markdown` and `Notes.html` say all that was
 * acknowledged. Call it in a transaction that holds the session's row (at its end, say). Repeating it changes nothing.
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
  // In a document, and not only merged: what was deleted is let go of.
  const doc = new Y.Doc()
  Y.applyUpdate(doc, mergeUpdates([notes.state, ...waiting.map(({ data }) => data)]))
  const reading = serializeNotes(doc.getXmlFragment(NOTES_FRAGMENT))
  await tx.notes.update({
    where: { sessionId },
    data: { state: new Uint8Array(Y.encodeStateAsUpdate(doc)), ...reading, updatedAt: new Date() },
    select: { sessionId: true },
  })
  await tx.notesUpdate.deleteMany({ where: { id: { in: waiting.map(({ id }) => id) } } })
  return { written: reading.markdown !== '' }
}
