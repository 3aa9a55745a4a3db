import { db } from '#platform/db.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { addMember } from './add-member.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, findStanding, requireStanding } from './permissions.server.ts'

/**
 * Makes the viewer a member of an open community, or of one that they are invited to. Who is in already stays as they are.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`, `community.archived`, `community.removed`
 */
export async function joinCommunity(viewer: Asker, communityId: string): Promise<void> {
  const began = await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    const found = await findStanding(viewer, { id: communityId }, tx)
    if (found?.standing.role) return false
    await requireStanding(viewer, { id: communityId }, 'community.join', tx)
    return addMember(tx, { communityId, memberId: viewer.id, role: 'member' })
  })
  if (began) await emitDomainEvent('membership.began', { memberId: viewer.id, communityId })
}
