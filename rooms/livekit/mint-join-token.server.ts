import { AccessToken, TrackSource } from 'livekit-server-sdk'
import type { PersonCard } from '#communities/people/contract.ts'
import { env } from '#platform/env.server.ts'

/** Limits connecting, not staying: LiveKit renews the token of who is in. */
export const JOIN_TOKEN_TTL_SECONDS = 5 * 60

export const PUBLISHED_SOURCES = [TrackSource.CAMERA, TrackSource.MICROPHONE, TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO]

/** A token with which one person's browser may enter one session's LiveKit room, and nothing else. `mayPublish` false: to see and hear. */
export function mintJoinToken(sessionId: string, person: PersonCard, { mayPublish = true } = {}): Promise<string> {
  const token = new AccessToken(env.LIVEKIT_API_KEY, env.LIVEKIT_API_SECRET, {
    identity: person.id,
    name: person.name,
    metadata: JSON.stringify({ photoKey: person.photoKey }),
    ttl: JOIN_TOKEN_TTL_SECONDS,
  })
  token.addGrant({
    room: sessionId,
    roomJoin: true,
    canSubscribe: true,
    canPublish: mayPublish,
    canPublishSources: PUBLISHED_SOURCES,
    canPublishData: false,
    canUpdateOwnMetadata: false,
  })
  return token.toJwt()
}
