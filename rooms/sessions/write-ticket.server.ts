import type { PersonCard } from '#communities/people/contract.ts'
import { mintJoinToken } from '#rooms/livekit/mint-join-token.server.ts'
import type { JoinTicket } from '#rooms/sessions/contract.ts'

/** LiveKit's signalling on our own site; a path, since people may reach the site by more than one name. */
export const SIGNALLING_PATH = '/livekit'

/** Writes the ticket with which one person's browser connects to a session's media. */
export async function writeTicket(person: PersonCard, session: { id: string; roomId: string }): Promise<JoinTicket> {
  return {
    roomId: session.roomId,
    sessionId: session.id,
    url: SIGNALLING_PATH,
    token: await mintJoinToken(session.id, person),
    identity: person.id,
  }
}
