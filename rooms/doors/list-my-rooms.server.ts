import type { Asker } from '#communities/memberships/permissions.server.ts'
import { Prisma, readRows } from '#platform/db.server.ts'
import type { RoomCard } from '#rooms/sessions/contract.ts'
import { roomCardColumns } from './read-room-cards.server.ts'

const COMMUNITIES_PER_PAGE = 20

export interface RoomsOfCommunity {
  community: { id: string; slug: string; name: string }
  rooms: RoomCard[]
}

interface Row extends RoomCard {
  communitySlug: string
  communityName: string
}

/**
 * The rooms in use of the communities that a viewer belongs to, by the communities' names, 20 communities at a time (`after` is the id of
 * the last one).
 */
export async function listMyRooms(
  viewer: Pick<Asker, 'id'>,
  { after }: { after?: string | undefined } = {},
): Promise<{ groups: RoomsOfCommunity[]; nextAfter: string | null }> {
  const beyond = after
    ? Prisma.sql`AND (community.name, community.id) > (SELECT last.name, last.id FROM "Community" last WHERE last.id = ${after}::uuid)`
    : Prisma.empty
  const rows = await readRows<Row>(Prisma.sql`
    SELECT community.slug AS "communitySlug", community.name AS "communityName", ${roomCardColumns}
    FROM (
      SELECT community.id, community.slug, community.name
      FROM "Membership" mine JOIN "Community" community ON community.id = mine."communityId"
      WHERE mine."memberId" = ${viewer.id}::uuid AND community."archivedAt" IS NULL ${beyond}
        AND EXISTS (SELECT 1 FROM "Room" room WHERE room."communityId" = community.id AND room."archivedAt" IS NULL)
      ORDER BY community.name, community.id LIMIT ${COMMUNITIES_PER_PAGE + 1}
    ) community
    JOIN "Room" room ON room."communityId" = community.id AND room."archivedAt" IS NULL
    ORDER BY community.name, community.id, room.position, room.id`)
  const groups = groupRooms(rows)
  const page = groups.slice(0, COMMUNITIES_PER_PAGE)
  return { groups: page, nextAfter: groups.length > page.length ? (page.at(-1)?.community.id ?? null) : null }
}

/** The first `most` rooms in the same order, and besides them every one in which somebody is. */
export async function listRoomsAtHand(viewer: Pick<Asker, 'id'>, most: number): Promise<RoomsOfCommunity[]> {
  const rows = await readRows<Row>(Prisma.sql`
    SELECT listed.slug AS "communitySlug", listed.name AS "communityName", ${roomCardColumns}
    FROM (
      SELECT room.id, community.slug, community.name, row_number() OVER (ORDER BY community.name, community.id, room.position, room.id) AS place
      FROM "Membership" mine JOIN "Community" community ON community.id = mine."communityId" AND community."archivedAt" IS NULL
      JOIN "Room" room ON room."communityId" = community.id AND room."archivedAt" IS NULL
      WHERE mine."memberId" = ${viewer.id}::uuid
    ) listed
    JOIN "Room" room ON room.id = listed.id
    WHERE listed.place <= ${most}
      OR EXISTS (SELECT 1 FROM "Session" session WHERE session."roomId" = room.id AND session."endedAt" IS NULL AND session."personCount" > 0)
    ORDER BY listed.place`)
  return groupRooms(rows)
}

function groupRooms(rows: Row[]): RoomsOfCommunity[] {
  const groups = new Map<string, RoomsOfCommunity>()
  for (const { communitySlug: slug, communityName: name, ...room } of rows) {
    const id = room.communityId
    const group = groups.get(id) ?? { community: { id, slug, name }, rooms: [] }
    group.rooms.push(room)
    groups.set(id, group)
  }
  return [...groups.values()]
}
