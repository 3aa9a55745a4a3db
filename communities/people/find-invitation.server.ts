import { db } from '#platform/db.server.ts'
import { type PersonCard, personCardSelect } from './contract.ts'
import { mayBring, usableInvitation } from './usable-invitation.server.ts'

export interface InvitationCard {
  from: PersonCard
  community: { id: string; slug: string; name: string } | null
}

/**
 * What an invitation link stands for; null where it is unknown, used up, revoked or over. A community is told only while who
 * made the link may still invite there. Looking uses nothing up.
 */
export async function findInvitation(token: string, now = new Date()): Promise<InvitationCard | null> {
  const invitation = await db.invitation.findUnique({
    where: usableInvitation(token, now),
    select: {
      communityId: true,
      createdBy: { select: { ...personCardSelect, role: true } },
      community: { select: { id: true, slug: true, name: true } },
    },
  })
  if (!invitation) return null
  const { role: _, ...from } = invitation.createdBy
  return { from, community: (await mayBring(db, invitation)) ? invitation.community : null }
}
