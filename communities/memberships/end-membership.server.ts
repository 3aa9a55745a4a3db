import type { CommunityRole, Tx } from '#platform/db.server.ts'
import { countOpenAccount } from './count-open-account.server.ts'
import { requireAnotherOwner } from './require-another-owner.server.ts'

export interface Ended {
  /** Nobody whose account is open is left, and the community went to the archive. */
  archived: boolean
  /** Whom they had invited: their invitations go with them, so their inboxes changed, for `publishInbox` after the commit. */
  uninvited: string[]
}

/**
 * Takes a person out of a community and counts them out, under the caller's lock of it (`lockCommunity`).
 *
 * @throws DomainError `community.lastOwner` where others would be left without an owner
 */
export async function endMembership(
  tx: Tx,
  { communityId, memberId, role }: { communityId: string; memberId: string; role: CommunityRole },
): Promise<Ended> {
  const others = await tx.membership.count({ where: { communityId, memberId: { not: memberId }, member: { deactivatedAt: null } } })
  if (role === 'owner' && others > 0) await requireAnotherOwner(tx, communityId, memberId)
  const sent = await tx.communityInvitation.findMany({ where: { communityId, invitedById: memberId }, select: { memberId: true } })
  const uninvited = sent.map((invitation) => invitation.memberId)
  const { count } = await tx.membership.deleteMany({ where: { communityId, memberId } })
  const community = await tx.community.update({
    where: { id: communityId },
    data: {
      memberCount: { decrement: count * (await countOpenAccount(tx, memberId)) },
      ...(others === 0 && { lastMemberId: memberId }),
    },
    select: { archivedAt: true },
  })
  if (others > 0 || community.archivedAt) return { archived: false, uninvited }
  await tx.community.update({ where: { id: communityId }, data: { archivedAt: new Date() }, select: { id: true } })
  return { archived: true, uninvited }
}
