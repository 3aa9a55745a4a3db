import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db, type Room, type Session } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { requireRoom } from '#rooms/doors/require-room.server.ts'
import { ROOM_CAPACITY } from '#rooms/livekit/create-media-room.server.ts'
import { VISIT_GAP_MS } from '#rooms/presence/fold-visits.server.ts'

/**
 * Finds out whether a viewer may enter a room now, and the session that is open in it, if any.
 * Of several who race for the last place of a room more may pass than it holds: LiveKit lets in one of them.
 * A locked door lets nobody in but those whose visit goes on: a reconnect, a second tab.
 *
 * @throws DomainError `room.notFound`, `room.archived`, `room.locked`, `room.full`, `community.archived`, `community.forbidden`
 */
export async function passDoor(viewer: Asker, roomId: string, now: Date): Promise<{ room: Room; session: Session | null }> {
  const { room } = await requireRoom(viewer, roomId, 'room.enter')
  if (room.archivedAt) throw new DomainError('room.archived')
  const session = await db.session.findFirst({ where: { roomId, endedAt: null } })
  if (!session) {
    if (room.door !== 'open') throw new DomainError('room.locked')
    return { room, session }
  }
  const visits = await db.visit.findMany({
    where: { sessionId: session.id, OR: [{ leftAt: null }, { leftAt: { gte: new Date(now.getTime() - VISIT_GAP_MS) } }] },
    select: { memberId: true, leftAt: true },
  })
  if (visits.some(({ memberId }) => memberId === viewer.id)) return { room, session }
  if (room.door !== 'open') throw new DomainError('room.locked')
  if (visits.filter(({ leftAt }) => leftAt === null).length >= ROOM_CAPACITY)
    throw new DomainError('room.full', { capacity: ROOM_CAPACITY })
  return { room, session }
}
