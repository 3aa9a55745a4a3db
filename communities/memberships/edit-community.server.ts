import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { publishInboxesWith } from '#communities/inbox/publish-inboxes-with.server.ts'
import { type Community, db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { addMember } from './add-member.server.ts'
import { communityNameSchema, purposeSchema, recordingPolicySchema, visibilitySchema, whoPostsSchema } from './fields.server.ts'
import { listApprovers } from './list-approvers.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, requireStanding } from './permissions.server.ts'
import { tellCommunity } from './tell-community.server.ts'

const input = z.object({
  name: communityNameSchema,
  purpose: purposeSchema,
  visibility: visibilitySchema,
  whoPosts: whoPostsSchema.optional(),
  recordingPolicy: recordingPolicySchema.optional(),
})

/**
 * Changes what a community says of itself, who sees it, who may post, and whether its sessions are recorded. Its address stays, so that links go on working.
 * One that becomes open lets in who was waiting at its door, unless they were removed before; one that records no more has what runs stop.
 * Only an owner opens what was not open: who looks after it from outside does not read it. Open pages of it, and of its members, are told.
 *
 * @throws InvalidInput `name`, `purpose`, `visibility`, `whoPosts`,
 *   `recordingPolicy`; DomainError `community.notFound`, `community.forbidden`, `community.archived`
 */
export async function editCommunity(viewer: Asker, communityId: string, raw: unknown): Promise<Community> {
  const { whoPosts, recordingPolicy, ...about } = parseInput(input, raw)
  const { before, after, letIn } = await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    const verb = about.visibility === 'open' ? 'community.open' : 'community.edit'
    const { community: before } = await requireStanding(viewer, { id: communityId }, verb, tx)
    const after = await tx.community.update({
      where: { id: communityId },
      data: { ...about, ...(whoPosts && { whoPosts }), ...(recordingPolicy && { recordingPolicy }) },
    })
    const letIn: string[] = []
    if (after.visibility === 'open') {
      const waiting = await tx.joinRequest.findMany({
        where: { communityId, state: 'waiting', member: { removals: { none: { communityId } } } },
        select: { memberId: true },
      })
      for (const { memberId } of waiting) {
        if (await addMember(tx, { communityId, memberId, role: 'member' })) letIn.push(memberId)
      }
    }
    return { before, after, letIn }
  })
  tellCommunity(communityId)
  if (before.visibility !== after.visibility) {
    await emitDomainEvent('community.visibilityChanged', { communityId })
    await publishInboxesWith({ communityId })
  }
  if (after.recordingPolicy === 'forbidden' && before.recordingPolicy !== 'forbidden') {
    await emitDomainEvent('community.recordingForbidden', { communityId })
  }
  if (letIn.length > 0) await publishInbox(await listApprovers(db, communityId))
  for (const memberId of letIn) await emitDomainEvent('membership.began', { memberId, communityId })
  return after
}
