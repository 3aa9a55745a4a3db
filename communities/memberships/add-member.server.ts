import type { CommunityRole, Tx } from '#platform/db.server.ts'
import { countOpenAccount } from './count-open-account.server.ts'

/**
 * Makes a person a member of a community and counts them; an invitation to it, a request to join it,
 * or a removal from it is settled by that.
 * Repeating it, or racing, changes nothing: the role of who is in already stays.
 *
 * @returns whether they are new
 */
export async function addMember(
  tx: Tx,
  { communityId, memberId, role }: { communityId: string; memberId: string; role: CommunityRole },
): Promise<boolean> {
  const { count } = await tx.membership.createMany({ data: [{ communityId, memberId, role }], skipDuplicates: true })
  if (count > 0) {
    const data = { memberCount: { increment: await countOpenAccount(tx, memberId) } }
    await tx.community.update({ where: { id: communityId }, data, select: { id: true } })
  }
  await tx.communityInvitation.deleteMany({ where: { communityId, memberId } })
  await tx.communityRemoval.deleteMany({ where: { communityId, memberId } })
  await tx.joinRequest.updateMany({
    where: { communityId, memberId, state: 'waiting' },
    data: { state: 'approved', decidedAt: new Date() },
  })
  return count > 0
}
