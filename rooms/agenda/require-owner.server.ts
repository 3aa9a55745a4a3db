import type { Tx } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'

/**
 * Lets through an owner of a line who is a member of the community, and nobody.
 *
 * @throws DomainError `member.notFound`
 */
export async function requireOwner(tx: Tx, { communityId }: { communityId: string }, ownerId: string | null): Promise<void> {
  if (ownerId === null) return
  const member = await tx.membership.findFirst({
    where: { communityId, memberId: ownerId, member: { deactivatedAt: null } },
    select: { memberId: true },
  })
  if (!member) throw new DomainError('member.notFound')
}
