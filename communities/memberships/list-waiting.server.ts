import { personCardSelect } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import type { WaitingList } from './contract.ts'
import { type Asker, countingInvitation, requireStanding } from './permissions.server.ts'

/**
 * Who asked to join a community, and who was invited and has not answered: the first ones first.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`, `community.archived`
 */
export async function listWaiting(viewer: Asker, communityId: string): Promise<WaitingList> {
  await requireStanding(viewer, { id: communityId }, 'community.approve')
  const [requests, invitations] = await Promise.all([
    db.joinRequest.findMany({
      where: { communityId, state: 'waiting', member: { deactivatedAt: null } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, message: true, createdAt: true, member: { select: personCardSelect } },
    }),
    db.communityInvitation.findMany({
      where: { communityId, member: { deactivatedAt: null }, ...countingInvitation },
      orderBy: [{ createdAt: 'asc' }, { memberId: 'asc' }],
      select: { createdAt: true, member: { select: personCardSelect }, invitedBy: { select: personCardSelect } },
    }),
  ])
  return {
    requests: requests.map(({ id, message, createdAt, member }) => ({ id, message, person: member, askedAt: createdAt })),
    invitations: invitations.map(({ createdAt, member, invitedBy }) => ({ person: member, by: invitedBy, invitedAt: createdAt })),
  }
}
