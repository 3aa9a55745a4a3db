import { type Asker, may, requireStanding } from '#communities/memberships/permissions.server.ts'
import { Prisma } from '#platform/db.server.ts'
import type { RoomCard } from '#rooms/sessions/contract.ts'
import { readRoomCards } from './read-room-cards.server.ts'

/**
 * The rooms of a community, in their order; archived ones at the end, for those only who may restore them.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`
 */
export async function listRooms(viewer: Asker, communityId: string): Promise<RoomCard[]> {
  const { standing } = await requireStanding(viewer, { id: communityId }, 'room.see')
  const shown = may(standing, 'room.manage') ? Prisma.empty : Prisma.sql`AND room."archivedAt" IS NULL`
  const rooms = await readRoomCards(Prisma.sql`room."communityId" = ${communityId}::uuid ${shown}`)
  return [...rooms.filter(({ archivedAt }) => !archivedAt), ...rooms.filter(({ archivedAt }) => archivedAt)]
}
