import { addMember } from '#communities/memberships/add-member.server.ts'
import { lockCommunity } from '#communities/memberships/lock-community.server.ts'
import type { Tx } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { mayBring, usableInvitation } from './usable-invitation.server.ts'

/** What using an invitation up is to do, once it is certain that it can be used. */
interface TakenInvitation {
  /**
   * Puts a member into the community that comes with it; answers which, if they are new there.
   *
   * @throws DomainError `community.removed`: a link, whoever made it, brings back nobody who was taken out
   */
  bring(memberId: string): Promise<string | null>
}

/**
 * Counts one use of an invitation. Of two who race for its last one, one gets it. The community that comes with it is locked before the
 * invitation, as by whoever has an account already: a newcomer and a colleague on the same link do not wait for each other crosswise.
 *
 * @throws DomainError `invitation.gone`
 */
export async function takeInvitation(tx: Tx, token: string, now = new Date()): Promise<TakenInvitation> {
  const where = usableInvitation(token, now)
  const brings = await tx.invitation.findUnique({ where, select: { communityId: true } })
  if (brings?.communityId) await lockCommunity(tx, brings.communityId)
  const [invitation] = await tx.invitation.updateManyAndReturn({
    where,
    data: { usesLeft: { decrement: 1 } },
    select: { communityId: true, createdBy: { select: { id: true, role: true } } },
  })
  if (!invitation) throw new DomainError('invitation.gone')
  const { communityId } = invitation
  return {
    async bring(memberId) {
      if (!communityId) return null
      if (!(await mayBring(tx, invitation))) return null
      const removed = await tx.communityRemoval.findUnique({ where: { communityId_memberId: { communityId, memberId } } })
      if (removed) throw new DomainError('community.removed')
      return (await addMember(tx, { communityId, memberId, role: 'member' })) ? communityId : null
    },
  }
}
