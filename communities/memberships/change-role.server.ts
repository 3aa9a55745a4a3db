import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { idSchema, roleSchema } from './fields.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, requireStanding } from './permissions.server.ts'
import { requireAnotherOwner } from './require-another-owner.server.ts'
import { tellMembers } from './tell-members.server.ts'
import { tellWaiting } from './tell-waiting.server.ts'

const input = z.object({ memberId: idSchema, role: roleSchema })

/**
 * Makes a member owner, moderator or plain member. Racing changes never leave a community without an owner. Who lets people in from
 * now on finds those who ask already in their inbox.
 *
 * @throws InvalidInput `memberId`, `role`; DomainError `community.lastOwner`, `member.notFound`, `community.notFound`, `community.forbidden`, `community.archived`
 */
export async function changeRole(viewer: Asker, communityId: string, raw: unknown): Promise<void> {
  const { memberId, role } = parseInput(input, raw)
  const told = await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    await requireStanding(viewer, { id: communityId }, 'community.changeRoles', tx)
    const where = { communityId_memberId: { communityId, memberId } }
    const membership = await tx.membership.findUnique({ where })
    if (!membership) throw new DomainError('member.notFound')
    if (membership.role === 'owner' && role !== 'owner') await requireAnotherOwner(tx, communityId, memberId)
    await tx.membership.update({ where, data: { role } })
    return membership.role === 'member' && role !== 'member' ? tellWaiting(tx, communityId, memberId) : []
  })
  tellMembers(communityId, memberId)
  await publishInbox(told)
}
