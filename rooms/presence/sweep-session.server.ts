import { db } from '#platform/db.server.ts'
import { sweepCorrections } from '#platform/metrics.server.ts'
import { listParticipants } from '#rooms/livekit/list-participants.server.ts'
import type { PresenceFact } from './merge-fact.server.ts'
import { findMemberIds, lockSession, recordFacts } from './record-facts.server.ts'
import { tellRecorded } from './tell-recorded.server.ts'

/**
 * Puts one session right by LiveKit's participant list: who is in and unknown came, who is out and seemed to be in left.
 *
 * What is known is read before LiveKit is asked: somebody who comes in between is not taken for gone.
 *
 * @throws DomainError `livekit.unavailable`; then nothing is inferred
 */
export async function sweepSession(sessionId: string): Promise<void> {
  const known = await db.connection.findMany({
    where: { sessionId },
    select: { sid: true, memberId: true, leftAt: true, leftInferred: true },
  })
  const askedAt = new Date()
  const listed = await listParticipants(sessionId)

  const knownBySid = new Map(known.map((connection) => [connection.sid, connection]))
  const listedSids = new Set(listed.map(({ sid }) => sid))
  const facts: PresenceFact[] = []
  for (const { sid, memberId, joinedAt, active } of listed) {
    const connection = knownBySid.get(sid)
    if (active && (!connection || connection.leftInferred)) facts.push({ kind: 'seen', sid, memberId, joinedAt })
  }
  for (const { sid, memberId, leftAt } of known) {
    if (!leftAt && !listedSids.has(sid)) facts.push({ kind: 'missed', sid, memberId, missedAt: askedAt })
  }
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
