import type { ReconnectPolicy } from 'livekit-client'

/** Between tries, each varied by half either way, so that a full house does not knock at once; the last one from then on. */
const PAUSES_MS = [100, 300, 1_000, 2_000]
/** As long as a server that is being updated may take. Longer than LiveKit keeps anybody: what is tried by then is a new connection. */
const GIVE_UP_AFTER_MS = 120_000

/**
 * How livekit-client comes back to a server that is away: sooner after it is back, and for longer, than by its own policy (up to 10 s
 * between tries, for about 45 s). Pictures and sound go on meanwhile where only the signalling is cut, as by a restart of the app.
 */
export const reconnectPolicy: ReconnectPolicy = {
  nextRetryDelayInMs({ retryCount, elapsedMs }) {
    if (elapsedMs > GIVE_UP_AFTER_MS) return null
    return (PAUSES_MS[Math.min(retryCount, PAUSES_MS.length - 1)] ?? 0) * (0.5 + Math.random())
  },
}
