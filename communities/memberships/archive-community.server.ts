import { publishInboxesWith } from '#communities/inbox/publish-inboxes-with.server.ts'
import { db } from '#platform/db.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, requireStanding } from './permissions.server.ts'
import { tellCommunity } from './tell-community.server.ts'

/**
 * Puts a community into the archive: its members can read it, and nothing can be added. One that is there already stays.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`
 */
export async function archiveCommunity(viewer: Asker, communityId: string): Promise<void> {
  const count = await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    await requireStanding(viewer, { id: communityId }, 'community.archive', tx)
    const archived = await tx.community.updateMany({ where: { id: communityId, archivedAt: null }, data: { archivedAt: new Date() } })
    return archived.count
  })
  if (count === 0) return
  tellCommunity(communityId)
  await publishInboxesWith({ communityId, kind: { in: ['joinRequest', 'invitation'] } })
  await emitDomainEvent('community.archived', { communityId })
}
