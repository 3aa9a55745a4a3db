import * as Y from 'yjs'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { OpenedNotes } from './contract.ts'
import { mergeUpdates } from './merge-updates.server.ts'
import { requireNotes } from './require-notes.server.ts'

/**
 * Reads what a browser misses of a session's notes. It says what it has by a state vector, which may be empty.
 *
 * @throws DomainError `session.notFound`, `input.invalid`
 */
export async function openNotes(asker: Asker, sessionId: string, stateVector: Uint8Array): Promise<OpenedNotes> {
  const { mayEdit, endedAt } = await requireNotes(asker, sessionId, 'room.see')
  const all = mergeUpdates(await readUpdates(sessionId))
  return {
    update: base64(stateVector.length > 0 ? missing(all, stateVector) : all),
    stateVector: base64(Y.encodeStateVectorFromUpdate(all)),
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

function missing(all: Uint8Array, stateVector: Uint8Array): Uint8Array {
  try {
    return Y.diffUpdate(all, stateVector)
  } catch {
    throw new DomainError('input.invalid')
  }
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
