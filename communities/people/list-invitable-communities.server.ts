import { may, standingOf } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'

/** The communities that a member's invitation links may bring along, by name. */
export async function listInvitableCommunities(viewer: Pick<Viewer, 'id' | 'role'>): Promise<{ id: string; name: string }[]> {
  const mine = await db.membership.findMany({
    where: { memberId: viewer.id, community: { archivedAt: null } },
    select: { role: true, community: { select: { id: true, name: true, visibility: true, whoPosts: true } } },
    orderBy: [{ community: { name: 'asc' } }, { communityId: 'asc' }],
  })
  return mine
    .filter(({ role, community: { visibility, whoPosts } }) =>
      may(standingOf(viewer, { visibility, whoPosts, role, archived: false }), 'community.invite'),
    )
    .map(({ community: { id, name } }) => ({ id, name }))
}
