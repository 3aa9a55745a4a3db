import { db, type Prisma } from '#platform/db.server.ts'
import { disconnectChannel } from '#platform/realtime.server.ts'

/** Ends sign-ins and the sockets that go with them. Repeating it changes nothing. */
export async function revokeSignIns(which: Prisma.SignInWhereInput, now = new Date()): Promise<void> {
  const revoked = await db.signIn.updateManyAndReturn({
    where: { ...which, revokedAt: null },
    data: { revokedAt: now },
    select: { id: true },
  })
  for (const { id } of revoked) disconnectChannel(`sign-in:${id}`)
}
