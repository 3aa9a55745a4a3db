import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { db } from '#platform/db.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { endMembership } from './end-membership.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, requireStanding } from './permissions.server.ts'

/**
 * Lets the viewer leave a community. The last one to leave takes the lights: it goes to the archive.
 *
 * @throws DomainError `community.lastOwner` (somebody else has to be made owner first), `community.notFound`, `community.forbidden`
 */
export async function leaveCommunity(viewer: Asker, communityId: string): Promise<void> {
  const { archived, uninvited } = await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    const { standing } = await requireStanding(viewer, { id: communityId }, 'community.leave', tx)
    return endMembership(tx, { communityId, memberId: viewer.id, role: standing.role ?? 'member' })
  })
  await publishInbox(uninvited)
  await emitDomainEvent('membership.ended', { memberId: viewer.id, communityId })
  if (archived) await emitDomainEvent('community.archived', { communityId })
}
