import { notify } from '#communities/inbox/notify.server.ts'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { publishInboxesWith } from '#communities/inbox/publish-inboxes-with.server.ts'
import { type Community, db, type Tx } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { addMember } from './add-member.server.ts'
import { findHeir } from './find-heir.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, requireStanding } from './permissions.server.ts'
import { tellCommunity } from './tell-community.server.ts'
import { tellMembers } from './tell-members.server.ts'
import { tellWaiting } from './tell-waiting.server.ts'

/**
 * Brings a community back from the archive. Where no owner is left, it belongs to whoever read it to the end: the moderator or member
 * who has been in for longest, else the last one who was in. Bringing it back gives nobody what they could not read; only what is open
 * to all goes to who brings it back.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`, `community.nobodyLeft` (all who read it to the end have closed accounts)
 */
export async function restoreCommunity(viewer: Asker, communityId: string): Promise<void> {
  const { heir, told } = await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    const { community } = await requireStanding(viewer, { id: communityId }, 'community.archive', tx)
    await tx.community.update({ where: { id: communityId }, data: { archivedAt: null }, select: { id: true } })
    const owners = await tx.membership.count({ where: { communityId, role: 'owner', member: { deactivatedAt: null } } })
    if (owners > 0) return { heir: null, told: [] }
    const heir = await findNextOwner(tx, community, viewer)
    const { memberId } = heir
    if (heir.isIn) await tx.membership.update({ where: { communityId_memberId: { communityId, memberId } }, data: { role: 'owner' } })
    else await addMember(tx, { communityId, memberId, role: 'owner' })
    const told = await tellWaiting(tx, communityId, memberId)
    if (memberId === viewer.id) return { heir, told }
    const notice = { memberId, communityId, kind: 'broughtBack', key: `broughtBack:${communityId}`, actorId: viewer.id } as const
    return { heir, told: [...told, ...(await notify(tx, [notice]))] }
  })
  tellCommunity(communityId)
  await publishInboxesWith({ communityId, kind: { in: ['joinRequest', 'invitation'] } })
  await publishInbox(told)
  if (heir && !heir.isIn) await emitDomainEvent('membership.began', { memberId: heir.memberId, communityId })
  else if (heir) tellMembers(communityId, heir.memberId)
}

async function findNextOwner(tx: Tx, community: Community, viewer: Asker): Promise<{ memberId: string; isIn: boolean }> {
  const heir = await findHeir(tx, community.id)
  if (heir) return { memberId: heir.memberId, isIn: true }
  const { lastMemberId } = community
  const last = lastMemberId && (await tx.member.findUnique({ where: { id: lastMemberId, deactivatedAt: null }, select: { id: true } }))
  if (last) return { memberId: last.id, isIn: false }
  if (community.visibility !== 'open') throw new DomainError('community.nobodyLeft')
  return { memberId: viewer.id, isIn: false }
}
