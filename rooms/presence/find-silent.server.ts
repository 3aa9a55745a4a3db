import type { MediaParticipant } from '#rooms/livekit/read-participant.server.ts'

/**
 * Each process says every 2 s who is connected through it (`run-presence`): it may be held up for 5 s before anybody is
 * thought silent. The rest of the ten seconds that a ghost may last is for the putting out.
 */
export const SILENT_AFTER_MS = 7_000
/** After a restart: longer than a browser's longest pause between tries (3 s, reconnect-policy.ts) and its coming back. */
export const COME_BACK_WITHIN_MS = 8_000

/**
 * Who is listed by LiveKit, but whose signalling, which runs through us, has been gone for 7 s: their browser died, or they
 * left while no process of ours was there to hand it on. LiveKit would notice after 20 s (its ICE timeouts are fixed).
 *
 * Somebody of whom this is not true (only their signalling is cut) comes back by themselves, as a reconnect of the same visit.
 * Who never came through our proxy is never silent.
 */
export function findSilent(
  listed: readonly MediaParticipant[],
  signalling: readonly { memberId: string; seenAt: Date }[],
  now: Date,
  listeningSince: Date,
): { silent: MediaParticipant[]; nextDueAt: Date | null } {
  const seenAtOf = new Map(signalling.map(({ memberId, seenAt }) => [memberId, seenAt]))
  const silent: MediaParticipant[] = []
  let nextDueMs = Number.POSITIVE_INFINITY
  for (const participant of listed) {
    const seenAt = seenAtOf.get(participant.memberId)
    if (!seenAt || !participant.active) continue
    const dueMs = Math.max(
      seenAt.getTime() + SILENT_AFTER_MS,
      participant.joinedAt.getTime() + SILENT_AFTER_MS,
      listeningSince.getTime() + COME_BACK_WITHIN_MS,
    )
    if (dueMs <= now.getTime()) silent.push(participant)
    else nextDueMs = Math.min(nextDueMs, dueMs)
  }
  return { silent, nextDueAt: Number.isFinite(nextDueMs) ? new Date(nextDueMs) : null }
}
