import { type Asker, may, standingOf } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'

/** The communities in which a viewer may post, by name: what the home feed's composer offers. */
export async function listPostableCommunities(viewer: Asker): Promise<{ id: string; name: string }[]> {
  const mine = await db.membership.findMany({
    where: { memberId: viewer.id, community: { archivedAt: null } },
    select: { role: true, community: { select: { id: true, name: true, visibility: true, whoPosts: true } } },
    orderBy: [{ community: { name: 'asc' } }, { communityId: 'asc' }],
  })
  return mine
    .filter(({ role, community: { visibility, whoPosts } }) =>
      may(standingOf(viewer, { visibility, whoPosts, role, archived: false }), 'thread.post'),
    )
    .map(({ community: { id, name } }) => ({ id, name }))
}
