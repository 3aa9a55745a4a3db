import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { roomsChanged } from '#rooms/presence/contract.ts'
import { requireRoom } from './require-room.server.ts'

/**
 * Puts an archived room back into use, at its old place and address. Repeating it changes nothing.
 *
 * @throws DomainError `room.notFound`, `community.archived`, `community.forbidden`
 */
export async function restoreRoom(viewer: Asker, roomId: string): Promise<void> {
  const { room } = await requireRoom(viewer, roomId, 'room.manage')
  await db.room.update({ where: { id: roomId }, data: { archivedAt: null } })
  publish(`community:${room.communityId}`, roomsChanged, { communityId: room.communityId })
}
