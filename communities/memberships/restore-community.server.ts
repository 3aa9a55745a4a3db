import { publishInboxesWith } from '#communities/inbox/publish-inboxes-with.server.ts'
import { db } from '#platform/db.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { addMember } from './add-member.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, requireStanding } from './permissions.server.ts'
import { tellCommunity } from './tell-community.server.ts'

/**
 * Brings a community back from the archive. Where no owner is left, who brings it back becomes one.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`
 */
export async function restoreCommunity(viewer: Asker, communityId: string): Promise<void> {
  const began = await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    await requireStanding(viewer, { id: communityId }, 'community.archive', tx)
    await tx.community.update({ where: { id: communityId }, data: { archivedAt: null }, select: { id: true } })
    const owners = await tx.membership.count({ where: { communityId, role: 'owner', member: { deactivatedAt: null } } })
    return owners === 0 && addMember(tx, { communityId, memberId: viewer.id, role: 'owner' })
  })
  tellCommunity(communityId)
  await publishInboxesWith({ communityId, kind: { in: ['joinRequest', 'invitation'] } })
  if (began) await emitDomainEvent('membership.began', { memberId: viewer.id, communityId })
}
