import type { Db } from '#platform/db.server.ts'
import { hashToken, makeToken } from '#platform/tokens.server.ts'

/** How long a browser stays signed in after it was last used. */
export const SIGN_IN_TTL_SECONDS = 60 * 24 * 60 * 60

/** What is known of the browser that signs in. */
export interface Browser {
  userAgent: string
  /** What it keeps of the accounts that it signed in to (`known-device`). */
  devices?: string | null
}

/** Signs a browser in and returns the token for its cookie; only the token's hash is kept. */
export async function startSignIn(client: Db, memberId: string, browser: Browser, now = new Date()): Promise<string> {
  const token = makeToken()
  await client.signIn.create({
    data: {
      memberId,
      tokenHash: hashToken(token),
      userAgent: browser.userAgent.slice(0, 300),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + SIGN_IN_TTL_SECONDS * 1000),
    },
  })
  return token
}
