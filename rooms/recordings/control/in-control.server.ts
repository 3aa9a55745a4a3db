import { type Asker, requireStandingInside } from '#communities/memberships/permissions.server.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { db, type Recording, type Tx } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { type LockedSession, lockSession } from '#rooms/presence/record-facts.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'

/**
 * Runs `work` with the session locked, for somebody who may record in its community and is inside now.
 *
 * @throws DomainError `session.notFound`, `community.archived`, `community.forbidden`, `recording.notInside`, `limit.reached`
 */
export async function inControl<T>(viewer: Asker, sessionId: string, work: (tx: Tx, session: LockedSession) => Promise<T>): Promise<T> {
  const found = await db.session.findUnique({ where: { id: sessionId }, select: { communityId: true } })
  if (!found) throw new DomainError('session.notFound')
  await requireStandingInside(viewer, found.communityId, 'recording.control', 'session.notFound')
  await writingLimit.spend(viewer.id)
  return db.$transaction(async (tx) => {
    const session = await lockSession(tx, sessionId)
    if (!session) throw new DomainError('session.notFound')
    const inside = !session.endedAt && (await tx.visit.findFirst({ where: { sessionId, memberId: viewer.id, leftAt: null } }))
    if (!inside) throw new DomainError('recording.notInside')
    return work(tx, session)
  })
}

/**
 * The same for a recording of that session, locked too. One that is over is given as it is.
 *
 * @throws DomainError `recording.notFound`, and as above
 */
export function inControlOf<T>(
  viewer: Asker,
  sessionId: string,
  recordingId: string,
  work: (tx: Tx, recording: Recording) => Promise<T>,
): Promise<T> {
  return inControl(viewer, sessionId, async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (recording?.sessionId !== sessionId) throw new DomainError('recording.notFound')
    return work(tx, recording)
  })
}
