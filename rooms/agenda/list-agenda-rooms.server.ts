import type { Asker } from '#communities/memberships/permissions.server.ts'
import { requireThread } from '#communities/threads/require-thread.server.ts'
import { db } from '#platform/db.server.ts'
import type { AgendaRoom } from '#rooms/agenda/contract.ts'

/**
 * The rooms on whose agenda a thread can be put: those of its community, in their order.
 *
 * @throws DomainError `thread.notFound`, `thread.gone`, `community.archived`, `community.forbidden`
 */
export async function listAgendaRooms(viewer: Asker, threadId: string): Promise<AgendaRoom[]> {
  const { thread } = await requireThread(viewer, threadId, 'agenda.edit')
  const rooms = await db.room.findMany({
    where: { communityId: thread.communityId, archivedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, sessions: { where: { endedAt: null, personCount: { gt: 0 } }, select: { id: true } } },
  })
  return rooms.map(({ sessions, ...room }) => ({ ...room, live: sessions.length > 0 }))
}
