import type { MediaParticipant } from '#rooms/livekit/read-participant.server.ts'
import { SILENT_AFTER_MS } from './find-silent.server.ts'

/** A browser's livekit-client gives up after 15 s, and tries anew as another participant: what is longer at it is no browser. */
const LINGERS_AFTER_MS = 20_000

/**
 * Since when each connection was seen to be in the making, by this process' clock: an outside LiveKit may have another. Kept in memory: a
 * restart gives those who are at it the same time once more, and nobody outside can restart the app.
 */
const firstSeen = new Map<string, { sessionId: string; at: Date }>()

/**
 * Who is listed by LiveKit, and has been connecting for longer than any browser does, or has closed their signalling meanwhile. LiveKit may
 * well send them everybody's sound and picture: it calls a connection made only once the other side has done its part.
 */
export function findLingering(
  sessionId: string,
  listed: readonly MediaParticipant[],
  signalling: readonly { memberId: string; seenAt: Date }[],
  now: Date,
): { lingering: MediaParticipant[]; nextDueAt: Date | null } {
  const connecting = listed.filter(({ active }) => !active)
  const sids = new Set(connecting.map(({ sid }) => sid))
  for (const [sid, seen] of firstSeen) if (seen.sessionId === sessionId && !sids.has(sid)) firstSeen.delete(sid)
  const seenAtOf = new Map(signalling.map(({ memberId, seenAt }) => [memberId, seenAt]))

  const lingering: MediaParticipant[] = []
  let nextDueMs = Number.POSITIVE_INFINITY
  for (const participant of connecting) {
    const first = firstSeen.get(participant.sid)?.at ?? now
    firstSeen.set(participant.sid, { sessionId, at: first })
    const goneAt = seenAtOf.get(participant.memberId)
    const silentMs = goneAt ? Math.max(goneAt.getTime(), first.getTime()) + SILENT_AFTER_MS : Number.POSITIVE_INFINITY
    const dueMs = Math.min(first.getTime() + LINGERS_AFTER_MS, silentMs)
    if (dueMs <= now.getTime()) lingering.push(participant)
    else nextDueMs = Math.min(nextDueMs, dueMs)
  }
  return { lingering, nextDueAt: Number.isFinite(nextDueMs) ? new Date(nextDueMs) : null }
}
