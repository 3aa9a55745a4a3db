import { personCardSelect } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import type { MemberPage } from './contract.ts'
import { nameContains } from './name-search.server.ts'
import { type Asker, mayRemove, requireStanding } from './permissions.server.ts'

const PAGE_SIZE = 50

/**
 * The members of a community by name, in pages of 50: `after` is the last one's id.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`
 */
export async function listMembers(
  viewer: Asker,
  communityId: string,
  { search = '', after }: { search?: string; after?: string } = {},
): Promise<MemberPage> {
  const { standing } = await requireStanding(viewer, { id: communityId }, 'community.read')
  const last = after ? await db.member.findUnique({ where: { id: after }, select: { id: true, name: true } }) : null
  const found = await db.member.findMany({
    where: {
      deactivatedAt: null,
      memberships: { some: { communityId } },
      ...(search.trim() && { name: nameContains(search) }),
      ...(last && { OR: [{ name: { gt: last.name } }, { name: last.name, id: { gt: last.id } }] }),
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: PAGE_SIZE + 1,
    select: { ...personCardSelect, memberships: { where: { communityId }, select: { role: true, joinedAt: true } } },
  })
  const page = found.slice(0, PAGE_SIZE)
  return {
    members: page.flatMap(({ memberships: [membership], ...person }) =>
      membership ? [{ ...person, ...membership, mayRemove: mayRemove(standing, membership.role) }] : [],
    ),
    nextAfter: found.length > PAGE_SIZE ? (page.at(-1)?.id ?? null) : null,
  }
}
