import { type Asker, may, type StandingRow, standingOf } from '#communities/memberships/permissions.server.ts'
import { Prisma, readRows } from '#platform/db.server.ts'

interface Row extends StandingRow {
  id: string
  name: string
}

/** The communities in which a viewer may post, by name: what the home feed's composer offers. */
export async function listPostableCommunities(viewer: Asker): Promise<{ id: string; name: string }[]> {
  const mine = await readRows<Row>(Prisma.sql`
    SELECT community.id, community.name, community.visibility, community."whoPosts", mine.role, false AS archived
    FROM "Membership" mine JOIN "Community" community ON community.id = mine."communityId"
    WHERE mine."memberId" = ${viewer.id}::uuid AND community."archivedAt" IS NULL
    ORDER BY community.name, community.id`)
  return mine.filter((row) => may(standingOf(viewer, row), 'thread.post')).map(({ id, name }) => ({ id, name }))
}
