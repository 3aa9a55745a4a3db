import { z } from 'zod'
import { notify } from '#communities/inbox/notify.server.ts'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { addMember } from './add-member.server.ts'
import { idSchema } from './fields.server.ts'
import { listApprovers } from './list-approvers.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, findStanding, may, requireStanding } from './permissions.server.ts'
import { tellMembers } from './tell-members.server.ts'

const input = z.object({ memberId: idSchema })

const perMember = defineLimit('community-invitations', 100, 60 * 60)
/** Whoever invites: somebody who declines, or whose invitation was taken back, is told of it a few times a day at most. */
const perInvited = defineLimit('community-invitations-of-one', 5, 24 * 60 * 60)

/**
 * Invites somebody of the workspace into a community; they accept or decline. Somebody who had asked to join is in at once, since
 * both sides want it. Who is in, or invited, already stays so. Who was removed is invited again by owners and moderators only.
 *
 * @throws InvalidInput `memberId`; DomainError `member.notFound`, `member.removed`, `community.notFound`, `community.forbidden`, `community.archived`, `limit.reached`
 */
export async function inviteMember(viewer: Asker, communityId: string, raw: unknown): Promise<void> {
  const { memberId } = parseInput(input, raw)
  await perMember.spend(viewer.id)
  const { began, told } = await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    const { standing } = await requireStanding(viewer, { id: communityId }, 'community.invite', tx)
    const member = await tx.member.findUnique({
      where: { id: memberId, deactivatedAt: null },
      select: { role: true, joinRequests: { where: { communityId, state: 'waiting' }, select: { id: true } } },
    })
    const theirs = member && (await findStanding({ id: memberId, role: member.role }, { id: communityId }, tx))
    if (!theirs) throw new DomainError('member.notFound')
    if (theirs.standing.role) return { began: false, told: [] }
    if (theirs.standing.removed && !may(standing, 'community.approve')) throw new DomainError('member.removed')
    if (member.joinRequests.length > 0) {
      const began = await addMember(tx, { communityId, memberId, role: 'member' })
      return { began, told: await listApprovers(tx, communityId) }
    }
    if (theirs.standing.invited) return { began: false, told: [] }
    await perInvited.spend(`${communityId} ${memberId}`)
    // One that counts no more, its sender having lost the right to invite, gives way.
    await tx.communityInvitation.deleteMany({ where: { communityId, memberId } })
    await tx.communityInvitation.create({ data: { communityId, memberId, invitedById: viewer.id } })
    const notice = { memberId, communityId, kind: 'invitation', key: `invitation:${communityId}`, actorId: viewer.id } as const
    return { began: false, told: await notify(tx, [notice]) }
  })
  await publishInbox(told)
  if (began) await emitDomainEvent('membership.began', { memberId, communityId })
  else tellMembers(communityId, memberId)
}
