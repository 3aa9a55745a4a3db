import type { Asker } from '#communities/memberships/permissions.server.ts'
import { type PersonCard, personCardSelect } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { requireRoom } from '#rooms/doors/require-room.server.ts'

/** A longer list is no choice any more; who is not in it can still say so in the line. */
const OWNERS_MAX = 500

/**
 * Who can bring a line of a room's agenda: the members of its community, by name.
 *
 * @throws DomainError `room.notFound`, `community.archived`, `community.forbidden`
 */
export async function listOwners(viewer: Asker, roomId: string): Promise<PersonCard[]> {
  const { room } = await requireRoom(viewer, roomId, 'agenda.edit')
  return db.member.findMany({
    where: { deactivatedAt: null, memberships: { some: { communityId: room.communityId } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: OWNERS_MAX,
    select: personCardSelect,
  })
}
