import type { Viewer } from '#communities/people/contract.ts'
import { db, type Language } from '#platform/db.server.ts'
import { hashToken } from '#platform/tokens.server.ts'
import { SIGN_IN_TTL_SECONDS } from './start-sign-in.server.ts'

/** How long after its last use a sign-in is noted as seen again: one write an hour, not one a request. */
const SEEN_STEP_MS = 60 * 60 * 1000

/**
 * Finds who a sign-in token belongs to; null where it is unknown, revoked or over, or the account is closed.
 * Being used is what keeps a sign-in going: 60 days from the last time. Who has chosen no language reads that of the browser.
 */
export async function findViewer(token: string | null, browserLanguage: Language = 'en', now = new Date()): Promise<Viewer | null> {
  if (!token) return null
  const signIn = await db.signIn.findUnique({
    where: { tokenHash: hashToken(token), revokedAt: null, expiresAt: { gt: now }, member: { deactivatedAt: null } },
    select: {
      id: true,
      lastSeenAt: true,
      member: { select: { id: true, name: true, photoKey: true, email: true, role: true, language: true, timeZone: true } },
    },
  })
  if (!signIn) return null
  if (now.getTime() - signIn.lastSeenAt.getTime() > SEEN_STEP_MS) {
    const expiresAt = new Date(now.getTime() + SIGN_IN_TTL_SECONDS * 1000)
    await db.signIn.updateMany({ where: { id: signIn.id }, data: { lastSeenAt: now, expiresAt } })
  }
  const { language: chosenLanguage, ...member } = signIn.member
  return { ...member, language: chosenLanguage ?? browserLanguage, chosenLanguage, signInId: signIn.id }
}
