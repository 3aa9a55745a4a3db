import { personCardSelect } from '#communities/people/contract.ts'
import { db, type Prisma } from '#platform/db.server.ts'
import { communityCardSelect } from './community-card.server.ts'
import type { Directory, DirectoryEntry } from './contract.ts'
import { nameContains } from './name-search.server.ts'
import { type Asker, countingInvitation, readableBy, visibleTo } from './permissions.server.ts'

const PAGE_SIZE = 50
const FACE_COUNT = 4

const selectFor = (asker: Asker) =>
  ({
    ...communityCardSelect,
    memberships: { where: { memberId: asker.id }, select: { role: true } },
    communityInvitations: { where: { memberId: asker.id, ...countingInvitation }, select: { memberId: true } },
    joinRequests: { where: { memberId: asker.id, state: 'waiting' }, select: { id: true } },
  }) satisfies Prisma.CommunitySelect

type Found = Prisma.CommunityGetPayload<{ select: ReturnType<typeof selectFor> }>

/**
 * The communities that a viewer may know of, by name: those that invite them, their own, and the rest in pages of 50
 * (`after` is the last one's id). Faces are shown of those that they may read.
 */
export async function listDirectory(viewer: Asker, { search = '', after }: { search?: string; after?: string } = {}): Promise<Directory> {
  const mine = { memberships: { some: { memberId: viewer.id } } }
  const invited = { communityInvitations: { some: { memberId: viewer.id, ...countingInvitation } } }
  const named: Prisma.CommunityWhereInput = { AND: [visibleTo(viewer), ...(search.trim() ? [{ name: nameContains(search) }] : [])] }
  const last = after ? await db.community.findUnique({ where: { id: after }, select: { id: true, name: true } }) : null
  const beyond = last ? { OR: [{ name: { gt: last.name } }, { name: last.name, id: { gt: last.id } }] } : {}
  const read = (where: Prisma.CommunityWhereInput, take?: number) =>
    db.community.findMany({
      where: { AND: [named, where] },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      select: selectFor(viewer),
      ...(take && { take }),
    })
  const [invitedTo, own, others, archived] = await Promise.all([
    read({ archivedAt: null, NOT: mine, ...invited }),
    read({ archivedAt: null, ...mine }),
    read({ AND: [beyond], archivedAt: null, NOT: { OR: [mine, invited] } }, PAGE_SIZE + 1),
    read({ archivedAt: { not: null }, ...(viewer.role === 'admin' ? {} : mine) }),
  ])
  const page = others.slice(0, PAGE_SIZE)
  const faces = await findFaces(
    viewer,
    [...invitedTo, ...own, ...page].map(({ id }) => id),
  )
  const entries = (found: Found[]) => found.map((community) => toEntry(community, faces.get(community.id) ?? []))
  return {
    invited: entries(invitedTo),
    mine: entries(own),
    others: entries(page),
    archived: entries(archived),
    nextAfter: others.length > PAGE_SIZE ? (page.at(-1)?.id ?? null) : null,
  }
}

function toEntry({ memberships, communityInvitations, joinRequests, ...card }: Found, faces: DirectoryEntry['faces']): DirectoryEntry {
  return { ...card, role: memberships[0]?.role ?? null, invited: communityInvitations.length > 0, asked: joinRequests.length > 0, faces }
}

async function findFaces(viewer: Asker, communityIds: string[]): Promise<Map<string, DirectoryEntry['faces']>> {
  const readable = await db.community.findMany({
    where: { AND: [{ id: { in: communityIds } }, readableBy(viewer)] },
    select: {
      id: true,
      memberships: {
        where: { member: { deactivatedAt: null } },
        orderBy: [{ joinedAt: 'asc' }, { memberId: 'asc' }],
        take: FACE_COUNT,
        select: { member: { select: personCardSelect } },
      },
    },
  })
  return new Map(readable.map(({ id, memberships }) => [id, memberships.map(({ member }) => member)]))
}
