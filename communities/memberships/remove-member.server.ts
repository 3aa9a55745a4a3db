import { z } from 'zod'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { endMembership } from './end-membership.server.ts'
import { idSchema } from './fields.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, mayRemove, requireStanding } from './permissions.server.ts'

const input = z.object({ memberId: idSchema })

/**
 * Takes somebody out of a community: they lose its content, its sockets and their place in its rooms at once. Somebody who is
 * not in it any more is left alone.
 *
 * @throws InvalidInput `memberId`; DomainError `community.forbidden` (moderators remove members only), `community.lastOwner`, `community.notFound`, `community.archived`
 */
export async function removeMember(viewer: Asker, communityId: string, raw: unknown): Promise<void> {
  const { memberId } = parseInput(input, raw)
  const ended = await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    const { standing } = await requireStanding(viewer, { id: communityId }, 'community.removeMember', tx)
    const membership = await tx.membership.findUnique({ where: { communityId_memberId: { communityId, memberId } } })
    if (!membership) return null
    if (!mayRemove(standing, membership.role)) throw new DomainError('community.forbidden')
    return endMembership(tx, { communityId, memberId, role: membership.role })
  })
  if (!ended) return
  await emitDomainEvent('membership.ended', { memberId, communityId })
  if (ended.archived) await emitDomainEvent('community.archived', { communityId })
}
