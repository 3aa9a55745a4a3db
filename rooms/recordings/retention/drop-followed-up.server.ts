import type { Tx } from '#platform/db.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'

/**
 * Deletes a session's recordings once its follow-up is published, where the community wants that: to be brought back for 30 days, as any
 * that was deleted. Those that are kept for ever stay. Called where either happens, the publishing or the finishing, in its transaction.
 */
export async function dropFollowedUp(tx: Tx, sessionId: string, now: Date): Promise<void> {
  const due = await tx.recording.findMany({
    where: {
      sessionId,
      state: { in: ['ready', 'failed'] },
      kept: false,
      community: { dropRecordingsOnceFollowedUp: true },
      session: { followUp: { state: 'published' } },
    },
    select: { id: true, session: { select: { followUp: { select: { publishedById: true } } } } },
    orderBy: { id: 'asc' },
  })
  for (const { id, session } of due) {
    const byId = session.followUp?.publishedById
    await changeRecording(tx, id, { state: 'deleted', deletedAt: now, ...(byId && { deletedBy: { connect: { id: byId } } }) })
  }
}
