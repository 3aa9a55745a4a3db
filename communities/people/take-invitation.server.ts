import { addMember } from '#communities/memberships/add-member.server.ts'
import { lockCommunity } from '#communities/memberships/lock-community.server.ts'
import type { Tx } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { mayBring, usableInvitation } from './usable-invitation.server.ts'

/** What using an invitation up is to do, once it is certain that it can be used. */
interface TakenInvitation {
  /** Puts a member into the community that comes with it; answers which, if they are new there. */
  bring(memberId: string): Promise<string | null>
}

/** Counts one use of an invitation. Of two who race for its last one, one gets it. @throws DomainError `invitation.gone` */
export async function takeInvitation(tx: Tx, token: string, now = new Date()): Promise<TakenInvitation> {
  const [invitation] = await tx.invitation.updateManyAndReturn({
    where: usableInvitation(token, now),
    data: { usesLeft: { decrement: 1 } },
    select: { communityId: true, createdBy: { select: { id: true, role: true } } },
  })
  if (!invitation) throw new DomainError('invitation.gone')
  const { communityId } = invitation
  return {
    async bring(memberId) {
      if (!communityId) return null
      await lockCommunity(tx, communityId)
      if (!(await mayBring(tx, invitation))) return null
      return (await addMember(tx, { communityId, memberId, role: 'member' })) ? communityId : null
    },
  }
}
