import { AccessToken } from 'livekit-server-sdk'
import { env } from '#platform/env.server.ts'
import { JOIN_TOKEN_TTL_SECONDS } from './mint-join-token.server.ts'

/**
 * A token with which a recorder enters one session's LiveKit room: nobody sees it, it counts for nobody, and LiveKit tells all
 * that they are recorded.
 */
export function mintRecorderToken(sessionId: string, identity: string): Promise<string> {
  const token = new AccessToken(env.LIVEKIT_API_KEY, env.LIVEKIT_API_SECRET, { identity, ttl: JOIN_TOKEN_TTL_SECONDS })
  token.kind = 'egress'
  token.addGrant({
    room: sessionId,
    roomJoin: true,
    hidden: true,
    recorder: true,
    canSubscribe: true,
    canPublish: false,
    canPublishData: false,
    canUpdateOwnMetadata: false,
  })
  return token.toJwt()
}
