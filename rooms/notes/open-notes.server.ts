import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import type { OpenedNotes } from './contract.ts'
import { readMissing } from './merge-updates.server.ts'
import { requireNotes } from './require-notes.server.ts'

/**
 * Reads what a browser misses of a session's notes. It says what it has by a state vector, which may be empty.
 *
 * @throws DomainError `session.notFound`, `input.invalid`, `work.tooMuch`
 */
export async function openNotes(asker: Asker, sessionId: string, stateVector: Uint8Array): Promise<OpenedNotes> {
  const { mayEdit, endedAt } = await requireNotes(asker, sessionId, 'room.see')
  const missing = await readMissing(await readUpdates(sessionId), stateVector)
  return {
    update: base64(missing.update),
    stateVector: base64(missing.stateVector),
    mayEdit,
    endedAt: endedAt?.toISOString() ?? null,
  }
}

/** The waiting updates first, then the merged state: what is merged between the two readings is in both, and never in neither. */
async function readUpdates(sessionId: string): Promise<Uint8Array[]> {
  const waiting = await db.notesUpdate.findMany({ where: { sessionId }, orderBy: { id: 'asc' }, select: { data: true } })
  const notes = await db.notes.findUnique({ where: { sessionId }, select: { state: true } })
  return [...(notes ? [notes.state] : []), ...waiting.map(({ data }) => data)]
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
