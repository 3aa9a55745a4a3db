import type { Tx } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'

/** Lets an owner stop being one only where another owner stays whose account is open. @throws DomainError `community.lastOwner` */
export async function requireAnotherOwner(tx: Tx, communityId: string, memberId: string): Promise<void> {
  const others = await tx.membership.count({
    where: { communityId, role: 'owner', memberId: { not: memberId }, member: { deactivatedAt: null } },
  })
  if (others === 0) throw new DomainError('community.lastOwner')
}
