import { type PersonCard, personCardSelect } from '#communities/people/contract.ts'
import { db, Prisma, readRows } from '#platform/db.server.ts'
import { type CommunityPage, type Verb, verbs } from './contract.ts'
import { type Asker, may, requireStanding } from './permissions.server.ts'

const FACE_COUNT = 6

/**
 * What the frame of a community's page shows a viewer, and what they may do there.
 *
 * @throws DomainError `community.notFound` (also where the viewer may not know that it exists)
 */
export async function getCommunityPage(viewer: Asker, slug: string): Promise<CommunityPage> {
  const { community, standing } = await requireStanding(viewer, { slug }, 'community.see')
  const communityId = community.id
  const reads = may(standing, 'community.read')
  const approves = may(standing, 'community.approve')
  const [invitation, request, waitingRequestCount, faces] = await Promise.all([
    standing.invited && !standing.role
      ? db.communityInvitation.findUnique({
          where: { communityId_memberId: { communityId, memberId: viewer.id } },
          select: { invitedBy: { select: personCardSelect } },
        })
      : null,
    standing.role
      ? null
      : db.joinRequest.findFirst({
          where: { communityId, memberId: viewer.id, state: 'waiting' },
          select: { message: true, createdAt: true },
        }),
    approves ? db.joinRequest.count({ where: { communityId, state: 'waiting', member: { deactivatedAt: null } } }) : 0,
    readRows<PersonCard>(Prisma.sql`
      SELECT member.id, member.name, member."photoKey"
      FROM "Membership" membership JOIN "Member" member ON member.id = membership."memberId" AND member."deactivatedAt" IS NULL
      WHERE membership."communityId" = ${communityId}::uuid
        ${reads ? Prisma.empty : Prisma.sql`AND membership.role IN ('owner', 'moderator')`}
      ORDER BY membership."joinedAt", member.id LIMIT ${FACE_COUNT}`),
  ])
  const { id, name, purpose, visibility, startingPoint, memberCount, archivedAt, whoPosts } = community
  return {
    community: { id, slug: community.slug, name, purpose, visibility, startingPoint, memberCount, archivedAt, whoPosts },
    role: standing.role,
    invitation: invitation && { by: invitation.invitedBy },
    removed: standing.removed ?? false,
    request: request && { message: request.message, askedAt: request.createdAt },
    may: Object.fromEntries(verbs.map((verb) => [verb, may(standing, verb)])) as Record<Verb, boolean>,
    waitingRequestCount,
    faces,
  }
}
