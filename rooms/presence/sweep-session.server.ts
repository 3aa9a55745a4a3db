import { db } from '#platform/db.server.ts'
import { sweepCorrections } from '#platform/metrics.server.ts'
import { listParticipants } from '#rooms/livekit/list-participants.server.ts'
import { findDifferences } from './find-differences.server.ts'
import { findMemberIds, lockSession, recordFacts } from './record-facts.server.ts'
import { tellRecorded } from './tell-recorded.server.ts'

/**
 * Puts one session right by LiveKit's participant list: who is in and unknown came, who is out and seemed to be in left.
 *
 * @throws DomainError `livekit.unavailable`; then nothing is inferred
 */
export async function sweepSession(sessionId: string): Promise<void> {
  const known = await db.connection.findMany({ where: { sessionId }, omit: { sessionId: true, joinedAt: true } })
  const askedAt = new Date()
  const facts = findDifferences(known, await listParticipants(sessionId), askedAt)
  if (facts.length === 0) return

  const recorded = await db.$transaction(async (tx) => {
    const session = await lockSession(tx, sessionId)
    if (!session || session.endedAt) return null
    const members = await findMemberIds(
      tx,
      facts.map(({ memberId }) => memberId),
    )
    return recordFacts(
      tx,
      session,
      facts.filter(({ memberId }) => members.has(memberId)),
    )
  })
  if (!recorded) return
  for (const { kind } of facts) sweepCorrections.inc({ kind: kind === 'seen' ? 'miss' : 'ghost' })
  tellRecorded(recorded)
}
