import type { Viewer } from '#communities/people/contract.ts'
import { db, type Language, Prisma, readRows } from '#platform/db.server.ts'
import { hashToken } from '#platform/tokens.server.ts'
import { SIGN_IN_TTL_SECONDS } from './start-sign-in.server.ts'

/** How long after its last use a sign-in is noted as seen again: one write an hour, not one a request. */
const SEEN_STEP_MS = 60 * 60 * 1000

interface SignInRow extends Omit<Viewer, 'language'> {
  lastSeenAt: Date
}

/**
 * Finds who a sign-in token belongs to; null where it is unknown, revoked or over, or the account is closed.
 * Being used is what keeps a sign-in going: 60 days from the last time. Who has chosen no language reads that of the browser.
 */
export async function findViewer(token: string | null, browserLanguage: Language = 'en', now = new Date()): Promise<Viewer | null> {
  if (!token) return null
  const [signIn] = await readRows<SignInRow>(Prisma.sql`
    SELECT signin.id AS "signInId", signin."lastSeenAt", member.id, member.name, member."photoKey", member.email, member.role,
      member.language AS "chosenLanguage", member."timeZone"
    FROM "SignIn" signin JOIN "Member" member ON member.id = signin."memberId"
    WHERE signin."tokenHash" = ${hashToken(token)} AND signin."revokedAt" IS NULL AND signin."expiresAt" > ${now}
      AND member."deactivatedAt" IS NULL`)
  if (!signIn) return null
  if (now.getTime() - signIn.lastSeenAt.getTime() > SEEN_STEP_MS) {
    const expiresAt = new Date(now.getTime() + SIGN_IN_TTL_SECONDS * 1000)
    await db.signIn.updateMany({ where: { id: signIn.signInId }, data: { lastSeenAt: now, expiresAt } })
  }
  const { lastSeenAt: _, ...viewer } = signIn
  return { ...viewer, language: viewer.chosenLanguage ?? browserLanguage }
}
