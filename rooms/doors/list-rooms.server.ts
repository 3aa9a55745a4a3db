import { type Asker, may, requireStanding } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import type { RoomCard } from '#rooms/sessions/contract.ts'

/** The columns of a `RoomCard`, for a Prisma `select`. */
export const roomCardSelect = { id: true, communityId: true, slug: true, name: true, door: true, position: true, archivedAt: true } as const

/**
 * The rooms of a community, in their order; archived ones at the end, for those only who may restore them.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`
 */
export async function listRooms(viewer: Asker, communityId: string): Promise<RoomCard[]> {
  const { standing } = await requireStanding(viewer, { id: communityId }, 'room.see')
  const rooms = await db.room.findMany({
    where: { communityId, ...(!may(standing, 'room.manage') && { archivedAt: null }) },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: roomCardSelect,
  })
  return [...rooms.filter(({ archivedAt }) => !archivedAt), ...rooms.filter(({ archivedAt }) => archivedAt)]
}
