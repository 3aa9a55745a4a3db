import { removeParticipant } from '#rooms/livekit/remove-participant.server.ts'
import { findUnwelcome } from './find-unwelcome.server.ts'

/**
 * Puts out whoever is in a session and may not be; of one session, or of all that are open. Repeating it is harmless.
 *
 * @throws DomainError `livekit.unavailable`
 */
export async function putOutUnwelcome(sessionId?: string): Promise<void> {
  for (const person of await findUnwelcome(sessionId)) await removeParticipant(person.sessionId, person.memberId)
}
