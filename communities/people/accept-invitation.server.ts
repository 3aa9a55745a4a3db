import { lockCommunity } from '#communities/memberships/lock-community.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { takeInvitation } from './take-invitation.server.ts'
import { usableInvitation } from './usable-invitation.server.ts'

const perAddress = defineLimit('accept-invitation-address', 120, 60 * 60)
const perAccount = defineLimit('accept-invitation-account', 30, 60 * 60)

/**
 * Lets somebody who has an account already into the community that an invitation link brings along. Who is in it spends no use.
 *
 * @returns the community's slug; null where the link brings none
 * @throws DomainError `invitation.gone`, `community.removed`, `limit.reached`
 */
export async function acceptInvitation(
  viewer: Pick<Viewer, 'id'>,
  token: string,
  clientAddress: string,
  now = new Date(),
): Promise<string | null> {
  await perAddress.spend(clientAddress)
  await perAccount.spend(viewer.id)
  const { slug, began } = await db.$transaction(async (tx) => {
    const where = usableInvitation(token, now)
    const found = await tx.invitation.findUnique({ where, select: { community: { select: { id: true, slug: true } } } })
    if (!found) throw new DomainError('invitation.gone')
    if (!found.community) return { slug: null, began: null }
    const { id: communityId, slug } = found.community
    // Two clicks at once wait here for each other: the second one finds its member in.
    await lockCommunity(tx, communityId)
    const isIn = await tx.membership.findUnique({ where: { communityId_memberId: { communityId, memberId: viewer.id } } })
    if (isIn) return { slug, began: null }
    const began = await (await takeInvitation(tx, token, now)).bring(viewer.id)
    if (!began) throw new DomainError('invitation.gone')
    return { slug, began }
  })
  if (began) await emitDomainEvent('membership.began', { memberId: viewer.id, communityId: began })
  return slug
}
