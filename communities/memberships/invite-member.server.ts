import { z } from 'zod'
import { notify } from '#communities/inbox/notify.server.ts'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { addMember } from './add-member.server.ts'
import { idSchema } from './fields.server.ts'
import { listApprovers } from './list-approvers.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, requireStanding } from './permissions.server.ts'
import { tellMembers } from './tell-members.server.ts'

const input = z.object({ memberId: idSchema })

/**
 * Invites somebody of the workspace into a community; they accept or decline. Somebody who had asked to join is in at once, since
 * both sides want it. Who is in, or invited, already stays so.
 *
 * @throws InvalidInput `memberId`; DomainError `member.notFound`, `community.notFound`, `community.forbidden`, `community.archived`
 */
export async function inviteMember(viewer: Asker, communityId: string, raw: unknown): Promise<void> {
  const { memberId } = parseInput(input, raw)
  const { began, told } = await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    await requireStanding(viewer, { id: communityId }, 'community.invite', tx)
    const member = await tx.member.findUnique({
      where: { id: memberId, deactivatedAt: null },
      select: {
        memberships: { where: { communityId }, select: { memberId: true } },
        joinRequests: { where: { communityId, state: 'waiting' }, select: { id: true } },
      },
    })
    if (!member) throw new DomainError('member.notFound')
    if (member.memberships.length > 0) return { began: false, told: [] }
    if (member.joinRequests.length > 0) {
      const began = await addMember(tx, { communityId, memberId, role: 'member' })
      return { began, told: await listApprovers(tx, communityId) }
    }
    const { count } = await tx.communityInvitation.createMany({
      data: [{ communityId, memberId, invitedById: viewer.id }],
      skipDuplicates: true,
    })
    if (count === 0) return { began: false, told: [] }
    const notice = { memberId, communityId, kind: 'invitation', key: `invitation:${communityId}`, actorId: viewer.id } as const
    return { began: false, told: await notify(tx, [notice]) }
  })
  await publishInbox(told)
  if (began) await emitDomainEvent('membership.began', { memberId, communityId })
  else tellMembers(communityId, memberId)
}
