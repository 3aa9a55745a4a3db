import { notify } from '#communities/inbox/notify.server.ts'
import type { FollowUp, Tx } from '#platform/db.server.ts'
import { plainTextOf } from '#platform/plain-text.server.ts'
import { traceSchema } from '#rooms/follow-ups/contract.ts'
import { sessionKey } from './draft-follow-up.server.ts'
import { findMentionedInChat, findMissed } from './find-missed.server.ts'
import type { FollowUpPlace } from './lock-follow-up.server.ts'

/**
 * Tells those whom a published follow-up concerns: who was there, who had something on the agenda or left a word on it, who had said
 * that they can't be there, who got an action, who is named, and who heard that they missed the session. For who was not there it is
 * the same matter again. `only`: of those, these (whom a later change names).
 *
 * @returns whose inboxes changed
 */
export async function tellConcerned(
  tx: Tx,
  place: FollowUpPlace,
  followUp: FollowUp,
  { actorId, mentionedIds, onlyNew = false }: { actorId: string; mentionedIds: readonly string[]; onlyNew?: boolean },
  now: Date,
): Promise<string[]> {
  const { sessionId, communityId, roomId } = place
  const key = sessionKey(sessionId)
  const trace = traceSchema.parse(followUp.trace)
  const told = await tx.inboxItem.findMany({ where: { key }, select: { memberId: true } })
  const before = new Set(told.map(({ memberId }) => memberId))
  const concerned = new Set(mentionedIds)
  if (!onlyNew) {
    const itemIds = trace.agenda.map(({ itemId }) => itemId)
    const remarks = await tx.agendaRemark.findMany({ where: { itemId: { in: itemIds } }, select: { authorId: true } })
    const items = await tx.agendaItem.findMany({ where: { id: { in: itemIds } }, select: { ownerId: true, createdById: true } })
    const actions = await tx.action.findMany({ where: { sessionId, deletedAt: null }, select: { assigneeId: true } })
    const ids = [
      ...trace.people.map(({ id }) => id),
      ...trace.missed.map(({ id }) => id),
      ...remarks.map(({ authorId }) => authorId),
      ...items.flatMap(({ ownerId, createdById }) => [ownerId, createdById]),
      ...actions.map(({ assigneeId }) => assigneeId),
      ...(await findMentionedInChat(tx, sessionId)),
      ...(await findMissed(tx, { id: sessionId, roomId, communityId }, trace)),
      ...before,
    ]
    for (const id of ids) if (id) concerned.add(id)
  }
  const members = await tx.membership.findMany({
    where: { communityId, memberId: { in: [...concerned] }, member: { deactivatedAt: null } },
    select: { memberId: true },
  })
  const present = new Set(trace.people.map(({ id }) => id))
  const excerpt = [followUp.title, plainTextOf(followUp.html)].filter(Boolean).join(' · ')
  const notices = members
    .filter(({ memberId }) => !onlyNew || !before.has(memberId))
    .map(({ memberId }) => ({
      ...place,
      memberId,
      kind: present.has(memberId) ? ('followUpPublished' as const) : ('sessionMissed' as const),
      key,
      actorId,
      excerpt,
    }))
  return notify(tx, notices, now)
}
