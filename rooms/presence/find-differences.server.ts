import type { MediaParticipant } from '#rooms/livekit/read-participant.server.ts'
import type { KnownConnection, PresenceFact } from './merge-fact.server.ts'

/**
 * What LiveKit's list tells that is not known yet: who is in, and who is not in any more.
 *
 * @param known as it was before LiveKit was asked: somebody who came in between is not taken for gone
 * @param askedAt when LiveKit was asked: the instant in which those who are missing left, for want of a better one
 */
export function findDifferences(
  known: readonly Omit<KnownConnection, 'joinedAt'>[],
  listed: readonly MediaParticipant[],
  askedAt: Date,
): PresenceFact[] {
  const knownBySid = new Map(known.map((connection) => [connection.sid, connection]))
  const listedSids = new Set(listed.map(({ sid }) => sid))
  const came = listed.filter(({ sid, active }) => active && (knownBySid.get(sid)?.leftInferred ?? true))
  const left = known.filter(({ sid, leftAt }) => !leftAt && !listedSids.has(sid))
  return [
    ...came.map(({ sid, memberId, joinedAt }) => ({ kind: 'seen' as const, sid, memberId, joinedAt })),
    ...left.map(({ sid, memberId }) => ({ kind: 'missed' as const, sid, memberId, missedAt: askedAt })),
  ]
}
