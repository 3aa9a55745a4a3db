import { type Asker, readableBy } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import type { RoomAlertCard } from './contract.ts'

/** The rooms that the viewer wants to be told of, by community and name; without those that they may not see any more. */
export async function listRoomAlerts(viewer: Asker): Promise<RoomAlertCard[]> {
  return db.roomAlert
    .findMany({
      where: { memberId: viewer.id, room: { archivedAt: null, community: { archivedAt: null, ...readableBy(viewer) } } },
      orderBy: [{ room: { community: { name: 'asc' } } }, { room: { name: 'asc' } }],
      select: {
        threshold: true,
        room: { select: { id: true, slug: true, name: true, community: { select: { slug: true, name: true } } } },
      },
    })
    .then((rows) => rows.map(({ threshold, room: { community, ...room } }) => ({ threshold, room, community })))
}
