import type { Tx } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { hashToken } from '#platform/tokens.server.ts'

/** Spends one use of an invitation link, within the transaction that needs it; of two who race for the last one, one gets it. @throws DomainError `invitation.gone` */
export async function takeInvitation(tx: Tx, token: string, now = new Date()): Promise<{ communityId: string | null }> {
  const where = {
    tokenHash: hashToken(token),
    revokedAt: null,
    usesLeft: { gt: 0 },
    expiresAt: { gt: now },
    createdBy: { deactivatedAt: null },
  }
  const [used] = await tx.invitation.updateManyAndReturn({ where, data: { usesLeft: { decrement: 1 } }, select: { communityId: true } })
  if (!used) throw new DomainError('invitation.gone')
  return used
}
