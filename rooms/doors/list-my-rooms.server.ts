import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import type { RoomCard } from '#rooms/sessions/contract.ts'
import { roomCardSelect, toRoomCard } from './list-rooms.server.ts'

export interface RoomsOfCommunity {
  community: { id: string; slug: string; name: string }
  rooms: RoomCard[]
}

/** The rooms in use of every community that a viewer belongs to, by the communities' names. */
export async function listMyRooms(viewer: Pick<Asker, 'id'>): Promise<RoomsOfCommunity[]> {
  const communities = await db.community.findMany({
    where: { archivedAt: null, memberships: { some: { memberId: viewer.id } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      slug: true,
      name: true,
      rooms: { where: { archivedAt: null }, orderBy: [{ position: 'asc' }, { id: 'asc' }], select: roomCardSelect },
    },
  })
  return communities.map(({ rooms, ...community }) => ({ community, rooms: rooms.map(toRoomCard) }))
}
