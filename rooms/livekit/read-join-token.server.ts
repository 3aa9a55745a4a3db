import { TokenVerifier } from 'livekit-server-sdk'
import { z } from 'zod'
import { env } from '#platform/env.server.ts'

/** A person's right to connect to one session's media, as far as a token of ours says. */
export interface JoinToken {
  sessionId: string
  memberId: string
}

/** A person's token as `mintJoinToken` writes it, or as LiveKit refreshes it; not a recorder's, nor one for administration. */
const personsSchema = z.object({
  sub: z.uuid(),
  kind: z.enum(['', 'standard']).optional(),
  video: z.object({
    room: z.uuid(),
    roomJoin: z.literal(true),
    hidden: z.literal(false).optional(),
    recorder: z.literal(false).optional(),
    agent: z.literal(false).optional(),
    roomAdmin: z.literal(false).optional(),
  }),
})

const verifier = new TokenVerifier(env.LIVEKIT_API_KEY, env.LIVEKIT_API_SECRET)

/** Checks a token's signature and time, and reads whom it lets into which session; null where it is not a person's token of ours. */
export async function readJoinToken(token: string): Promise<JoinToken | null> {
  const claims = personsSchema.safeParse(await verifier.verify(token).catch(() => null))
  return claims.success ? { sessionId: claims.data.video.room, memberId: claims.data.sub } : null
}
