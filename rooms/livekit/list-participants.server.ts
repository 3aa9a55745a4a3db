import { askLiveKit, NOT_THERE } from './client.server.ts'
import { type MediaParticipant, readParticipant } from './read-participant.server.ts'

/**
 * Who is in a session's LiveKit room right now; nobody where the room is gone.
 *
 * Whoever is still connecting is listed too, with `active` false: not in yet, and not gone either.
 *
 * @throws DomainError `livekit.unavailable`
 */
export async function listParticipants(sessionId: string): Promise<MediaParticipant[]> {
  const listed = await askLiveKit((service) => service.listParticipants(sessionId))
  if (listed === NOT_THERE) return []
  return listed.flatMap((participant) => readParticipant(participant) ?? [])
}
