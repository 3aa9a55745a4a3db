import { addMember } from '#communities/memberships/add-member.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import type { Viewer } from './contract.ts'
import { takeInvitation } from './take-invitation.server.ts'

/**
 * Uses an invitation link as somebody who has an account: they enter the community that comes with it.
 * For who is in it already it changes nothing, and costs the link no use.
 *
 * @returns the community's slug; null where the link brings none
 * @throws DomainError `invitation.gone`
 */
export async function acceptInvitation(viewer: Viewer, token: string): Promise<string | null> {
  const entered = await db
    .$transaction(async (tx) => {
      const { communityId } = await takeInvitation(tx, token)
      if (!communityId) return null
      const isNew = await addMember(tx, { communityId, memberId: viewer.id, role: 'member' })
      if (!isNew) throw new AlreadyIn(communityId)
      return communityId
    })
    .catch((error: unknown) => {
      if (error instanceof AlreadyIn) return error
      throw error
    })
  if (!entered) return null
  const communityId = entered instanceof AlreadyIn ? entered.communityId : entered
  if (typeof entered === 'string') await emitDomainEvent('membership.began', { memberId: viewer.id, communityId })
  const community = await db.community.findUnique({ where: { id: communityId }, select: { slug: true } })
  if (!community) throw new DomainError('invitation.gone')
  return community.slug
}

/** Rolls the use of the link back. */
class AlreadyIn extends Error {
  readonly communityId: string
  constructor(communityId: string) {
    super('already a member')
    this.communityId = communityId
  }
}
