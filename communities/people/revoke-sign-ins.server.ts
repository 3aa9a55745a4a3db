import type { Db, Prisma } from '#platform/db.server.ts'

/**
 * Ends sign-ins, together with what else the transaction does, and answers which: after the commit, hand them to
 * `disconnectSignIns`. Those that are over already stay as they are.
 */
export async function revokeSignIns(client: Db, where: Prisma.SignInWhereInput, now = new Date()): Promise<string[]> {
  const revoked = await client.signIn.updateManyAndReturn({
    where: { ...where, revokedAt: null },
    data: { revokedAt: now },
    select: { id: true },
  })
  const ids = revoked.map(({ id }) => id)
  // A browser that is signed out tells nobody's news any more.
  if (ids.length > 0) await client.pushSubscription.deleteMany({ where: { signInId: { in: ids } } })
  return ids
}
