import { askLiveKit } from './client.server.ts'

/**
 * Puts a member out of a session's LiveKit room. Somebody who is not in it stays out.
 *
 * @throws DomainError `livekit.unavailable`
 */
export async function removeParticipant(sessionId: string, memberId: string): Promise<void> {
  await askLiveKit((service) => service.removeParticipant(sessionId, memberId))
}
