import type { Tx } from '#platform/db.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'

/**
 * Deletes a session's recordings once its follow-up is published, where the community wants that: to be brought back for 30 days, as any
 * that was deleted. Those that are kept for ever stay. Called where either happens, in its transaction: the publishing, or the end of
 * finishing, however that went, which names its recording (what was brought back of the session's others stays).
 *
 * Of a publishing and a finishing that race, the one that has the recording's lock second sees what the other did.
 */
export async function dropFollowedUp(tx: Tx, sessionId: string, now: Date, recordingId?: string): Promise<void> {
  const followUp = await tx.followUp.findUnique({
    where: { sessionId, state: 'published', session: { community: { dropRecordingsOnceFollowedUp: true } } },
    select: { publishedById: true },
  })
  if (!followUp) return
  const byId = followUp.publishedById
  const ids = recordingId ? [recordingId] : await listIds(tx, sessionId)
  for (const id of ids) {
    const recording = await lockRecording(tx, id)
    if (!recording || recording.kept || (recording.state !== 'ready' && recording.state !== 'failed')) continue
    await changeRecording(tx, id, { state: 'deleted', deletedAt: now, ...(byId && { deletedBy: { connect: { id: byId } } }) })
  }
}

/** Also of those that are still being finished: whoever is at it may be about to commit. */
async function listIds(tx: Tx, sessionId: string): Promise<string[]> {
  const recordings = await tx.recording.findMany({
    where: { sessionId, state: { in: ['finishing', 'ready', 'failed'] } },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  return recordings.map(({ id }) => id)
}
