import type { Viewer } from '#communities/people/contract.ts'
import { createMediaRoom } from '#rooms/livekit/create-media-room.server.ts'
import type { JoinTicket } from '#rooms/sessions/contract.ts'
import { openSession } from './open-session.server.ts'
import { passDoor } from './pass-door.server.ts'
import { writeTicket } from './write-ticket.server.ts'

/**
 * Lets a viewer into a room, opening a session if none is running.
 *
 * Safe to repeat and to race: joins of an idle room share one session (index `room_session_one_open`).
 * Writes no visit: LiveKit's `participant_joined` does. The token lasts `JOIN_TOKEN_TTL_SECONDS` and
 * limits connecting, not staying.
 *
 * @throws DomainError `room.notFound` (also where the viewer may not know that it exists), `room.archived`, `room.locked`,
 *   `room.full`, `community.archived`, `community.forbidden`, `livekit.unavailable`
 */
export async function joinRoom(viewer: Viewer, roomId: string, now = new Date()): Promise<JoinTicket> {
  const { room } = await passDoor(viewer, roomId, now)
  const session = await openSession(room, viewer.id, now)
  await createMediaRoom(session.id)
  return writeTicket(viewer, session)
}
