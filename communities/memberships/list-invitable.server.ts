import { type PersonCard, personCardSelect } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { nameContains } from './name-search.server.ts'
import { type Asker, countingInvitation, may, requireStanding } from './permissions.server.ts'

const MOST = 12

/**
 * The members of the workspace whom the viewer can invite into a community: neither in it nor invited yet, and removed from it only
 * where the viewer may let them in again. Twelve at most, by name.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`, `community.archived`
 */
export async function listInvitable(viewer: Asker, communityId: string, search: string): Promise<PersonCard[]> {
  const { standing } = await requireStanding(viewer, { id: communityId }, 'community.invite')
  return db.member.findMany({
    where: {
      deactivatedAt: null,
      memberships: { none: { communityId } },
      communityInvitations: { none: { communityId, ...countingInvitation } },
      ...(!may(standing, 'community.approve') && { removals: { none: { communityId } } }),
      ...(search.trim() && { name: nameContains(search) }),
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MOST,
    select: personCardSelect,
  })
}
