import { z } from 'zod'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { idSchema, roleSchema } from './fields.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, requireStanding } from './permissions.server.ts'
import { requireAnotherOwner } from './require-another-owner.server.ts'
import { tellMembers } from './tell-members.server.ts'

const input = z.object({ memberId: idSchema, role: roleSchema })

/**
 * Makes a member owner, moderator or plain member. Racing changes never leave a community without an owner.
 *
 * @throws InvalidInput `memberId`, `role`; DomainError `community.lastOwner`, `member.notFound`, `community.notFound`, `community.forbidden`, `community.archived`
 */
export async function changeRole(viewer: Asker, communityId: string, raw: unknown): Promise<void> {
  const { memberId, role } = parseInput(input, raw)
  await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    await requireStanding(viewer, { id: communityId }, 'community.changeRoles', tx)
    const where = { communityId_memberId: { communityId, memberId } }
    const membership = await tx.membership.findUnique({ where })
    if (!membership) throw new DomainError('member.notFound')
    if (membership.role === 'owner' && role !== 'owner') await requireAnotherOwner(tx, communityId, memberId)
    await tx.membership.update({ where, data: { role } })
  })
  tellMembers(communityId, memberId)
}
