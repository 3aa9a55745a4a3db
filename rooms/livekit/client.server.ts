import { RoomServiceClient, TwirpError } from 'livekit-server-sdk'
import { env } from '#platform/env.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { log } from '#platform/log.server.ts'

/** Longer, and a click would rather hear that there is no video right now. */
const TIMEOUT_SECONDS = 4

const rooms = new RoomServiceClient(env.LIVEKIT_URL, env.LIVEKIT_API_KEY, env.LIVEKIT_API_SECRET, {
  requestTimeout: TIMEOUT_SECONDS,
  failover: false,
})

/** Where the media room (or the participant) is gone. */
export const NOT_THERE = Symbol('not there')

/**
 * Asks LiveKit's room service.
 *
 * @returns the answer, or `NOT_THERE`
 * @throws DomainError `livekit.unavailable`, whatever the cause: refused, timed out, or answered with an error
 */
export async function askLiveKit<T>(question: (service: RoomServiceClient) => Promise<T>): Promise<T | typeof NOT_THERE> {
  try {
    return await question(rooms)
  } catch (error) {
    if (error instanceof TwirpError && (error.code === 'not_found' || error.status === 404)) return NOT_THERE
    log.warn({ error }, 'LiveKit did not do what it was asked')
    throw new DomainError('livekit.unavailable')
  }
}
