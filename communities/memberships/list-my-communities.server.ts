import type { CommunityCard } from '#communities/memberships/contract.ts'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { communityCardSelect } from './community-card.server.ts'

/** The communities that a viewer belongs to, by name, without the archived ones: what the sidebar shows. */
export function listMyCommunities(viewer: Pick<Asker, 'id'>): Promise<CommunityCard[]> {
  return db.community.findMany({
    where: { archivedAt: null, memberships: { some: { memberId: viewer.id } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: communityCardSelect,
  })
}
