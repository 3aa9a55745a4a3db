import { z } from 'zod'
import { excerptOf, notify } from '#communities/inbox/notify.server.ts'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { requestMessageSchema } from './fields.server.ts'
import { listApprovers } from './list-approvers.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, requireStanding } from './permissions.server.ts'
import { tellMembers } from './tell-members.server.ts'
import { joinRequestKey } from './tell-waiting.server.ts'

/** Enough for who looks around on their first day: each time, everybody who decides is told. */
const perMember = defineLimit('join-requests', 20, 60 * 60)

const input = z.object({ message: requestMessageSchema.default('') })

/**
 * Asks the moderators of a closed community to let the viewer in, who find it in their inboxes. Asking again while it waits changes
 * the message, and tells them nothing twice; after it was taken back, it is the same matter again.
 *
 * @throws InvalidInput `message`; DomainError `community.notFound`, `community.forbidden`, `community.archived`, `limit.reached`
 */
export async function askToJoin(viewer: Asker, communityId: string, raw: unknown): Promise<void> {
  const { message } = parseInput(input, raw)
  await perMember.spend(viewer.id)
  const told = await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    await requireStanding(viewer, { id: communityId }, 'community.askToJoin', tx)
    const waiting = { communityId, memberId: viewer.id, state: 'waiting' } as const
    const [changed] = await tx.joinRequest.updateManyAndReturn({ where: waiting, data: { message }, select: { id: true } })
    if (changed) {
      await tx.inboxItem.updateMany({ where: { joinRequestId: changed.id }, data: { excerpt: excerptOf(message) } })
      return []
    }
    const request = await tx.joinRequest.create({ data: { ...waiting, message }, select: { id: true } })
    const notices = (await listApprovers(tx, communityId)).map((memberId) => ({
      memberId,
      communityId,
      kind: 'joinRequest' as const,
      key: joinRequestKey(communityId, viewer.id),
      actorId: viewer.id,
      joinRequestId: request.id,
      excerpt: message,
    }))
    return notify(tx, notices)
  })
  await publishInbox(told)
  tellMembers(communityId, viewer.id)
}
