import { db } from '#platform/db.server.ts'
import { sweepCorrections } from '#platform/metrics.server.ts'
import { listEverybody } from '#rooms/livekit/list-participants.server.ts'
import { removeParticipant } from '#rooms/livekit/remove-participant.server.ts'
import { settlePublishing } from '#rooms/recordings/consent/settle-publishing.server.ts'
import { barLingering } from './bar-lingering.server.ts'
import { findDifferences } from './find-differences.server.ts'
import { findLingering } from './find-lingering.server.ts'
import { findSilent } from './find-silent.server.ts'
import type { PresenceFact } from './merge-fact.server.ts'
import { putOutUnwelcome } from './put-out-unwelcome.server.ts'
import { findMemberIds, lockSession, recordFacts } from './record-facts.server.ts'
import { tellRecorded } from './tell-recorded.server.ts'

/**
 * Puts one session right by LiveKit's participant list: who is in and unknown came, who is out and seemed to be in left.
 *
 * Put out, so that LiveKit and we agree, is whoever is listed, however far their connection has come, and is silent (see `findSilent`),
 * lingers (see `findLingering`; their stay is written down all the same, for they may have seen and heard), may not be in (see
 * `findUnwelcome`), or is nobody that we know. And whoever may publish, by what is recorded now and by what they said to it, can.
 *
 * @param listeningSince since when browsers can reach this process
 * @returns when somebody who is silent, or connecting, is to be looked at again
 * @throws DomainError `livekit.unavailable`; then nothing is inferred
 */
export async function sweepSession(sessionId: string, now: Date, listeningSince: Date): Promise<Date | null> {
  const known = await db.connection.findMany({ where: { sessionId }, omit: { sessionId: true, joinedAt: true } })
  const askedAt = new Date()
  const { people: listed, strangers } = await listEverybody(sessionId)
  for (const identity of strangers) await removeParticipant(sessionId, identity)
  const signalling = await db.signalling.findMany({ where: { sessionId }, omit: { sessionId: true } })
  const { silent, nextDueAt: silentDueAt } = findSilent(listed, signalling, now, listeningSince)
  const { lingering, nextDueAt: lingeringDueAt } = findLingering(sessionId, listed, signalling, now, listeningSince)
  for (const { memberId } of silent) await removeParticipant(sessionId, memberId)
  const inside = listed
    .filter((participant) => !silent.includes(participant))
    .map((participant) => (lingering.includes(participant) ? { ...participant, active: true } : participant))
  await recordDifferences(sessionId, findDifferences(known, inside, askedAt))
  for (const { memberId } of lingering) {
    await barLingering(sessionId, memberId, now)
    await removeParticipant(sessionId, memberId)
  }
  await putOutUnwelcome(inside.map(({ memberId, joinedAt }) => ({ sessionId, memberId, since: joinedAt })))
  await settlePublishing(sessionId, listed)
  return earlier(silentDueAt, lingeringDueAt)
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b
  return a < b ? a : b
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
