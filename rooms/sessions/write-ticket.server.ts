import type { Viewer } from '#communities/people/contract.ts'
import { mintJoinToken } from '#rooms/livekit/mint-join-token.server.ts'
import { findAsked } from '#rooms/recordings/consent/find-asked.server.ts'
import { noteLanguage } from '#rooms/recordings/consent/note-language.server.ts'
import type { JoinTicket } from '#rooms/sessions/contract.ts'

/** LiveKit's signalling on our own site; a path, since people may reach the site by more than one name. */
export const SIGNALLING_PATH = '/livekit'

/**
 * Writes the ticket with which one person's browser connects to a session's media. Where a recording runs that they have not said yes
 * to, it lets them in to hear and see; `answerRecording` lets them publish.
 * It also notes the language of their page, in which a recording that begins later will be announced to them.
 */
export async function writeTicket(viewer: Viewer, session: { id: string; roomId: string }): Promise<JoinTicket> {
  const [recording] = await Promise.all([findAsked(viewer, session.id), noteLanguage(viewer, session.id)])
  return {
    roomId: session.roomId,
    sessionId: session.id,
    url: SIGNALLING_PATH,
    token: await mintJoinToken(session.id, viewer, { mayPublish: recording === null }),
    identity: viewer.id,
    recording,
  }
}
