import { db } from '#platform/db.server.ts'
import { sweepCorrections } from '#platform/metrics.server.ts'
import { listParticipants } from '#rooms/livekit/list-participants.server.ts'
import { removeParticipant } from '#rooms/livekit/remove-participant.server.ts'
import { settlePublishing } from '#rooms/recordings/consent/settle-publishing.server.ts'
import { findDifferences } from './find-differences.server.ts'
import { findSilent } from './find-silent.server.ts'
import type { PresenceFact } from './merge-fact.server.ts'
import { findMemberIds, lockSession, recordFacts } from './record-facts.server.ts'
import { tellRecorded } from './tell-recorded.server.ts'

/**
 * Puts one session right by LiveKit's participant list: who is in and unknown came, who is out and seemed to be in left.
 * Whoever is listed but silent (see `findSilent`) is put out, so that LiveKit and we agree; and whoever may publish, by what is recorded
 * now and by what they said to it, can.
 *
 * @param listeningSince since when browsers can reach this process
 * @returns when somebody who is silent now is to be looked at again
 * @throws DomainError `livekit.unavailable`; then nothing is inferred
 */
export async function sweepSession(sessionId: string, now: Date, listeningSince: Date): Promise<Date | null> {
  const known = await db.connection.findMany({ where: { sessionId }, omit: { sessionId: true, joinedAt: true } })
  const askedAt = new Date()
  const listed = await listParticipants(sessionId)
  const signalling = await db.signalling.findMany({ where: { sessionId }, omit: { sessionId: true } })
  const { silent, nextDueAt } = findSilent(listed, signalling, now, listeningSince)
  for (const { memberId } of silent) await removeParticipant(sessionId, memberId)
  await recordDifferences(
    sessionId,
    findDifferences(
      known,
      listed.filter((participant) => !silent.includes(participant)),
      askedAt,
    ),
  )
  await settlePublishing(sessionId, listed)
  return nextDueAt
}

async function recordDifferences(sessionId: string, facts: readonly PresenceFact[]): Promise<void> {
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
