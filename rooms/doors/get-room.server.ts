import { type Asker, requireStanding, type StandingIn } from '#communities/memberships/permissions.server.ts'
import { Prisma } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { RoomCard } from '#rooms/sessions/contract.ts'
import { readRoomCards } from './read-room-cards.server.ts'

/**
 * The room at an address, `/c/<community>/rooms/<room>`, and how the viewer stands to its community.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`, `room.notFound`
 */
export async function getRoom(viewer: Asker, communitySlug: string, roomSlug: string): Promise<StandingIn & { room: RoomCard }> {
  const found = await requireStanding(viewer, { slug: communitySlug }, 'room.see')
  const [room] = await readRoomCards(Prisma.sql`room."communityId" = ${found.community.id}::uuid AND room.slug = ${roomSlug}`)
  if (!room) throw new DomainError('room.notFound')
  return { ...found, room }
}
