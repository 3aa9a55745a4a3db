import { may, requireStanding } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { readRosters } from '#rooms/presence/read-rosters.server.ts'

/**
 * What a room's own page shows: the room, who is in, and what the viewer may do there.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`, `room.notFound`
 */
export async function getRoom(viewer: Viewer, communitySlug: string, roomSlug: string) {
  const { community, standing } = await requireStanding(viewer, { slug: communitySlug }, 'room.see')
  const room = await db.room.findUnique({
    where: { communityId_slug: { communityId: community.id, slug: roomSlug } },
    select: { id: true, communityId: true, slug: true, name: true, door: true, position: true, archivedAt: true },
  })
  if (!room) throw new DomainError('room.notFound')
  const [roster] = await readRosters({ roomIds: [room.id] })
  if (!roster) throw new DomainError('room.notFound')
  return {
    room,
    roster,
    community: { id: community.id, slug: community.slug, name: community.name },
    isMember: standing.role !== null,
    mayEnter: may(standing, 'room.enter') && room.archivedAt === null,
    mayManage: may(standing, 'room.manage'),
  }
}
