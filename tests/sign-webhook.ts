import { createHash } from 'node:crypto'
import { AccessToken } from 'livekit-server-sdk'

/** Signs a webhook's body as LiveKit does: what goes into its Authorization header. */
export async function signWebhook(body: string): Promise<string> {
  const token = new AccessToken(process.env['LIVEKIT_API_KEY'], process.env['LIVEKIT_API_SECRET'])
  token.sha256 = createHash('sha256').update(body).digest('base64')
  return token.toJwt()
}
