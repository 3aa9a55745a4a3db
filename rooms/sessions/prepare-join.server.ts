import type { Viewer } from '#communities/people/contract.ts'
import type { PreparedJoin } from '#rooms/sessions/contract.ts'
import { passDoor } from './pass-door.server.ts'
import { SIGNALLING_PATH, writeTicket } from './write-ticket.server.ts'

/**
 * Gives a browser, as soon as the intention to join shows, what it can have before the click: a ticket where a session is
 * open, else only the address to connect to. It opens no session. A ticket may be of a session that ends before
 * it is used; LiveKit then refuses it, and `joinRoom` gives another.
 *
 * @throws DomainError as `joinRoom` does, but for `livekit.unavailable`
 */
export async function prepareJoin(viewer: Viewer, roomId: string, now = new Date()): Promise<PreparedJoin> {
  const { session } = await passDoor(viewer, roomId, now)
  return session ? writeTicket(viewer, session) : { url: SIGNALLING_PATH }
}
