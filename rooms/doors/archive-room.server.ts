import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { roomsChanged } from '#rooms/presence/contract.ts'
import { endSession } from '#rooms/sessions/end-session.server.ts'
import { requireRoom } from './require-room.server.ts'

/**
 * Takes a room out of use and ends its session, if one is open. Its past stays readable. Repeating it changes nothing.
 *
 * @throws DomainError `room.notFound`, `community.archived`, `community.forbidden`
 */
export async function archiveRoom(viewer: Asker, roomId: string, now = new Date()): Promise<void> {
  const { room } = await requireRoom(viewer, roomId, 'room.manage')
  await db.room.updateMany({ where: { id: roomId, archivedAt: null }, data: { archivedAt: now } })
  const session = await db.session.findFirst({ where: { roomId, endedAt: null }, select: { id: true } })
  if (session) await endSession(session.id, 'now', now)
  publish(`community:${room.communityId}`, roomsChanged, { communityId: room.communityId })
}
