import type { CommunityCard } from '#communities/memberships/contract.ts'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { Prisma, readRows } from '#platform/db.server.ts'
import { communityCardColumns } from './community-card.server.ts'

/** The communities that a viewer belongs to, by name, without the archived ones: what the sidebar shows. */
export function listMyCommunities(viewer: Pick<Asker, 'id'>): Promise<CommunityCard[]> {
  return readRows<CommunityCard>(Prisma.sql`
    SELECT ${communityCardColumns} FROM "Membership" mine JOIN "Community" community ON community.id = mine."communityId"
    WHERE mine."memberId" = ${viewer.id}::uuid AND community."archivedAt" IS NULL
    ORDER BY community.name, community.id`)
}
