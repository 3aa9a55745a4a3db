import type { MediaParticipant } from '#rooms/livekit/read-participant.server.ts'
import { COME_BACK_WITHIN_MS, SILENT_AFTER_MS } from './find-silent.server.ts'

/** A browser's livekit-client gives up after 15 s, and tries anew as another participant: what is longer at it is no browser. */
const LINGERS_AFTER_MS = 20_000
/** Of sessions that nobody looks at any more. */
const FORGOTTEN_AFTER_MS = 60 * 60 * 1000

/**
 * Since when each connection was seen to be in the making, by this process' clock: an outside LiveKit may have another. Kept in memory: a
 * restart gives those who are at it the same time once more, and nobody outside can restart the app.
 */
const firstSeen = new Map<string, { sessionId: string; at: Date }>()

/**
 * Who is listed by LiveKit, and has been connecting for longer than any browser does, or has closed their signalling meanwhile. LiveKit may
 * well send them everybody's sound and picture: it calls a connection made only once the other side has done its part.
 *
 * @param listeningSince since when browsers can reach this process: before, nobody could come back to it
 */
export function findLingering(
  sessionId: string,
  listed: readonly MediaParticipant[],
  signalling: readonly { memberId: string; seenAt: Date }[],
  now: Date,
  listeningSince: Date,
): { lingering: MediaParticipant[]; nextDueAt: Date | null } {
  const connecting = listed.filter(({ active }) => !active)
  const sids = new Set(connecting.map(({ sid }) => sid))
  for (const [sid, seen] of firstSeen) {
    const over = seen.sessionId === sessionId ? !sids.has(sid) : seen.at.getTime() < now.getTime() - FORGOTTEN_AFTER_MS
    if (over) firstSeen.delete(sid)
  }
  const seenAtOf = new Map(signalling.map(({ memberId, seenAt }) => [memberId, seenAt]))

  const lingering: MediaParticipant[] = []
  let nextDueMs = Number.POSITIVE_INFINITY
  for (const participant of connecting) {
    const first = firstSeen.get(participant.sid)?.at ?? now
    firstSeen.set(participant.sid, { sessionId, at: first })
    const goneAt = seenAtOf.get(participant.memberId)
    const silentMs = goneAt
      ? Math.max(goneAt.getTime() + SILENT_AFTER_MS, first.getTime() + SILENT_AFTER_MS, listeningSince.getTime() + COME_BACK_WITHIN_MS)
      : Number.POSITIVE_INFINITY
    const dueMs = Math.min(first.getTime() + LINGERS_AFTER_MS, silentMs)
    if (dueMs <= now.getTime()) lingering.push(participant)
    else nextDueMs = Math.min(nextDueMs, dueMs)
  }
  return { lingering, nextDueAt: Number.isFinite(nextDueMs) ? new Date(nextDueMs) : null }
}
