import { askLiveKit } from './client.server.ts'

/** A room that nobody came to, and one that the last person left: both past the 60 s in which a session goes on. */
const EMPTY_TIMEOUT_SECONDS = 120
const DEPARTURE_TIMEOUT_SECONDS = 90

/**
 * How many people a room holds. LiveKit counts them as they connect, so of two who race for the last place one gets it; its own helpers
 * (the recorder) need none.
 */
export const ROOM_CAPACITY = 50

/**
 * Makes the LiveKit room of a session, named by its id. Repeating it, also at the same time, changes nothing.
 *
 * @throws DomainError `livekit.unavailable`
 */
export async function createMediaRoom(sessionId: string): Promise<void> {
  await askLiveKit((service) =>
    service.createRoom({
      name: sessionId,
      emptyTimeout: EMPTY_TIMEOUT_SECONDS,
      departureTimeout: DEPARTURE_TIMEOUT_SECONDS,
      maxParticipants: ROOM_CAPACITY,
    }),
  )
}
