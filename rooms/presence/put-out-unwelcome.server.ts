import { removeParticipant } from '#rooms/livekit/remove-participant.server.ts'
import { type Arrival, findUnwelcome } from './find-unwelcome.server.ts'

/**
 * Puts out whoever of these may not be in the session they are in. Repeating it is harmless.
 *
 * @throws DomainError `livekit.unavailable`
 */
export async function putOutUnwelcome(inside: readonly Arrival[]): Promise<void> {
  for (const { sessionId, memberId } of await findUnwelcome(inside)) await removeParticipant(sessionId, memberId)
}
