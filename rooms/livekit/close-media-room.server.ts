import { askLiveKit } from './client.server.ts'

/**
 * Ends a session's LiveKit room and puts out whoever is in it. One that is closed already stays so.
 *
 * @throws DomainError `livekit.unavailable`
 */
export async function closeMediaRoom(sessionId: string): Promise<void> {
  await askLiveKit((service) => service.deleteRoom(sessionId))
}
