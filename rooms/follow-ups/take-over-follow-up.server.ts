import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { lockFollowUp, requireFollowUpPlace } from './lock-follow-up.server.ts'
import { settleDue, tellDue } from './remind-of-follow-up.server.ts'
import { tellFollowUp } from './tell-follow-up.server.ts'

/**
 * Makes the viewer the one who writes a follow-up: any member may, in one click, and may lose it the same way. Where it is still to be
 * published, "follow-up due" goes from the former owner's inbox to theirs. The last of two who take it at once has it.
 *
 * @throws DomainError `session.notFound`, `followUp.notFound`, `community.archived`, `community.forbidden`
 */
export async function takeOverFollowUp(viewer: Viewer, sessionId: string, now = new Date()): Promise<void> {
  const place = await requireFollowUpPlace(viewer, sessionId, 'followUp.takeOver')
  const told = await db.$transaction(async (tx) => {
    const { ownerId, state } = await lockFollowUp(tx, sessionId)
    if (ownerId === viewer.id) return []
    await tx.followUp.update({ where: { sessionId }, data: { ownerId: viewer.id }, select: { sessionId: true } })
    const settled = await settleDue(tx, sessionId, now, viewer.id)
    return state === 'draft' ? [...settled, ...(await tellDue(tx, { ...place, ownerId: viewer.id }, now))] : settled
  })
  await tellFollowUp(place, told, { due: true })
}
