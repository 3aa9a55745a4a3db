import { askLiveKit, NOT_THERE } from './client.server.ts'
import { isRecorder, type MediaParticipant, readParticipant } from './read-participant.server.ts'

/**
 * Who is in a session's LiveKit room right now; nobody where the room is gone.
 *
 * Whoever is still connecting is listed too, with `active` false: not told of yet, and not gone either.
 *
 * @throws DomainError `livekit.unavailable`
 */
export async function listParticipants(sessionId: string): Promise<MediaParticipant[]> {
  return (await listEverybody(sessionId)).people
}

/**
 * The same, with the identities of `strangers`: all in the room that are neither a person, as we name them, nor a recorder. No ticket of
 * ours lets them in.
 *
 * @throws DomainError `livekit.unavailable`
 */
export async function listEverybody(sessionId: string): Promise<{ people: MediaParticipant[]; strangers: string[] }> {
  const listed = await askLiveKit((service) => service.listParticipants(sessionId))
  if (listed === NOT_THERE) return { people: [], strangers: [] }
  const read = listed.map((info) => ({ info, person: readParticipant(info) }))
  return {
    people: read.flatMap(({ person }) => person ?? []),
    strangers: read.flatMap(({ info, person }) => (person || isRecorder(info) ? [] : [info.identity])),
  }
}
