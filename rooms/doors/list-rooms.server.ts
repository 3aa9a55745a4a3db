import { type Asker, may, requireStanding } from '#communities/memberships/permissions.server.ts'
import { db, type Prisma } from '#platform/db.server.ts'
import type { RoomCard } from '#rooms/sessions/contract.ts'

/** The columns of a `RoomCard`, for a Prisma `select`; `toRoomCard` makes one of them. */
export const roomCardSelect = {
  id: true,
  communityId: true,
  slug: true,
  name: true,
  door: true,
  position: true,
  archivedAt: true,
  sessions: {
    where: { followUp: { state: 'draft' }, thread: { deletedAt: null } },
    orderBy: { openedAt: 'desc' },
    take: 1,
    select: { id: true },
  },
} as const satisfies Prisma.RoomSelect

export function toRoomCard({ sessions, ...room }: Prisma.RoomGetPayload<{ select: typeof roomCardSelect }>): RoomCard {
  return { ...room, followUpDue: sessions[0]?.id ?? null }
}

/**
 * The rooms of a community, in their order; archived ones at the end, for those only who may restore them.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`
 */
export async function listRooms(viewer: Asker, communityId: string): Promise<RoomCard[]> {
  const { standing } = await requireStanding(viewer, { id: communityId }, 'room.see')
  const found = await db.room.findMany({
    where: { communityId, ...(!may(standing, 'room.manage') && { archivedAt: null }) },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: roomCardSelect,
  })
  const rooms = found.map(toRoomCard)
  return [...rooms.filter(({ archivedAt }) => !archivedAt), ...rooms.filter(({ archivedAt }) => archivedAt)]
}
