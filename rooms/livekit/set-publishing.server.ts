import { askLiveKit } from './client.server.ts'
import { PUBLISHED_SOURCES } from './mint-join-token.server.ts'

/**
 * Lets somebody who is in a session's LiveKit room publish, or stops them: LiveKit then takes down what they publish. Somebody who is
 * not in it is let be.
 *
 * @throws DomainError `livekit.unavailable`
 */
export async function setPublishing(sessionId: string, memberId: string, may: boolean): Promise<void> {
  await askLiveKit((service) =>
    service.updateParticipant(sessionId, memberId, {
      permission: {
        canSubscribe: true,
        canPublish: may,
        canPublishSources: PUBLISHED_SOURCES,
        canPublishData: false,
        canUpdateMetadata: false,
      },
    }),
  )
}
