import { type Asker, requireStanding, type StandingIn } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { RoomCard } from '#rooms/sessions/contract.ts'
import { roomCardSelect, toRoomCard } from './list-rooms.server.ts'

/**
 * The room at an address, `/c/<community>/rooms/<room>`, and how the viewer stands to its community.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`, `room.notFound`
 */
export async function getRoom(viewer: Asker, communitySlug: string, roomSlug: string): Promise<StandingIn & { room: RoomCard }> {
  const found = await requireStanding(viewer, { slug: communitySlug }, 'room.see')
  const room = await db.room.findUnique({
    where: { communityId_slug: { communityId: found.community.id, slug: roomSlug } },
    select: roomCardSelect,
  })
  if (!room) throw new DomainError('room.notFound')
  return { ...found, room: toRoomCard(room) }
}
