import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { addMember } from './add-member.server.ts'
import { idSchema } from './fields.server.ts'
import { listApprovers } from './list-approvers.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, requireStanding } from './permissions.server.ts'
import { tellMembers } from './tell-members.server.ts'

const input = z.object({ requestId: idSchema, decision: z.enum(['approved', 'declined'], 'input.invalid') })

/**
 * Lets somebody in who asked, or says no. Of two moderators who decide at once, the first one counts: the second hears that it
 * is decided, unless they decided the same.
 *
 * @throws InvalidInput `requestId`, `decision`; DomainError `joinRequest.gone` (withdrawn, or decided otherwise), `joinRequest.notFound`, `community.notFound`, `community.forbidden`, `community.archived`
 */
export async function decideJoinRequest(viewer: Asker, communityId: string, raw: unknown): Promise<void> {
  const { requestId, decision } = parseInput(input, raw)
  const decided = await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    await requireStanding(viewer, { id: communityId }, 'community.approve', tx)
    const data = { state: decision, decidedAt: new Date(), decidedById: viewer.id }
    // The asker's withdrawal does not wait for the lock: the row says who was first.
    const [request] = await tx.joinRequest.updateManyAndReturn({ where: { id: requestId, communityId, state: 'waiting' }, data })
    if (!request) {
      const known = await tx.joinRequest.findFirst({ where: { id: requestId, communityId }, select: { state: true } })
      if (!known) throw new DomainError('joinRequest.notFound')
      if (known.state !== decision) throw new DomainError('joinRequest.gone')
      return null
    }
    const { memberId } = request
    return { memberId, began: decision === 'approved' && (await addMember(tx, { communityId, memberId, role: 'member' })) }
  })
  await publishInbox(await listApprovers(db, communityId))
  if (!decided) return
  if (decided.began) await emitDomainEvent('membership.began', { memberId: decided.memberId, communityId })
  else tellMembers(communityId, decided.memberId)
}
