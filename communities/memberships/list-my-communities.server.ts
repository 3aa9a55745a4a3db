import type { CommunityCard } from '#communities/memberships/contract.ts'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'

/** The communities that a viewer belongs to, by name, without the archived ones: what the sidebar shows. */
export function listMyCommunities(viewer: Asker): Promise<CommunityCard[]> {
  return db.community.findMany({
    where: { archivedAt: null, memberships: { some: { memberId: viewer.id } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, slug: true, name: true, purpose: true, visibility: true, startingPoint: true, memberCount: true, archivedAt: true },
  })
}
