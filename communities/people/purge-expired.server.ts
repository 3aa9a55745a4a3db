import { db } from '#platform/db.server.ts'

/** Long enough to look into what happened. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000

/** Deletes sign-ins, invitations and password resets that have been good for nothing for 30 days. Repeating it does nothing. */
export async function purgeExpired(now = new Date()): Promise<void> {
  const long = { lt: new Date(now.getTime() - KEPT_MS) }
  await db.passwordReset.deleteMany({ where: { OR: [{ expiresAt: long }, { usedAt: long }] } })
  await db.signIn.deleteMany({ where: { OR: [{ expiresAt: long }, { revokedAt: long }] } })
  await db.invitation.deleteMany({ where: { OR: [{ expiresAt: long }, { revokedAt: long }] } })
}
