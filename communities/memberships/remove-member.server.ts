import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { endMembership } from './end-membership.server.ts'
import { idSchema } from './fields.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, mayRemove, requireStanding } from './permissions.server.ts'

const input = z.object({ memberId: idSchema })

/**
 * Takes somebody out of a community: they lose its content, its sockets and their place in its rooms at once, and come back only if an
 * owner or a moderator lets them in. What they invited others by counts no more. Somebody who is not in it any more is left alone;
 * who takes themselves out has left.
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
    const ended = await endMembership(tx, { communityId, memberId, role: membership.role })
    if (memberId !== viewer.id) {
      await tx.communityRemoval.createMany({ data: [{ communityId, memberId, removedById: viewer.id }], skipDuplicates: true })
    }
    return ended
  })
  if (!ended) return
  await publishInbox(ended.uninvited)
  await emitDomainEvent('membership.ended', { memberId, communityId })
  if (ended.archived) await emitDomainEvent('community.archived', { communityId })
}
