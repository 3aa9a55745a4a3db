import { db } from '#platform/db.server.ts'

/** Which of these sign-ins still sign somebody in: not revoked, not over, the account not closed. */
export async function listValidSignIns(signInIds: readonly string[], now = new Date()): Promise<Set<string>> {
  const valid = await db.signIn.findMany({
    where: { id: { in: [...new Set(signInIds)] }, revokedAt: null, expiresAt: { gt: now }, member: { deactivatedAt: null } },
    select: { id: true },
  })
  return new Set(valid.map(({ id }) => id))
}
