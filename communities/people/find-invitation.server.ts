import { db } from '#platform/db.server.ts'
import { hashToken } from '#platform/tokens.server.ts'
import { type PersonCard, personCardSelect } from './contract.ts'

export interface InvitationCard {
  from: PersonCard
  community: { id: string; slug: string; name: string } | null
}

/** What an invitation link stands for; null where it is unknown, used up, revoked or over. */
export async function findInvitation(token: string, now = new Date()): Promise<InvitationCard | null> {
  const invitation = await db.invitation.findUnique({
    where: {
      tokenHash: hashToken(token),
      revokedAt: null,
      usesLeft: { gt: 0 },
      expiresAt: { gt: now },
      createdBy: { deactivatedAt: null },
    },
    select: { createdBy: { select: personCardSelect }, community: { select: { id: true, slug: true, name: true } } },
  })
  return invitation && { from: invitation.createdBy, community: invitation.community }
}
