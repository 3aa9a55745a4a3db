import { z } from 'zod'
import { notify } from '#communities/inbox/notify.server.ts'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { clientIdSchema, idSchema } from '#communities/threads/fields.server.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { requireThread } from '#communities/threads/require-thread.server.ts'
import { db, isUniqueViolation, type Tx } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import type { ActionItem } from './contract.ts'
import { assigneeSchema, dayToDate, dueOnSchema, requireAssignable, textSchema } from './fields.server.ts'
import { actionSelect, toActionItem } from './list-actions-of.server.ts'
import { publishActions } from './publish-actions.server.ts'
import { planReminder } from './remind-of-action.server.ts'

/** More than one thread's people can do. */
const ACTIONS_MAX = 200

const input = z.object({
  threadId: idSchema,
  text: textSchema,
  assigneeId: assigneeSchema.optional(),
  dueOn: dueOnSchema.optional(),
  source: z.enum(['thread', 'reply', 'note', 'chat', 'agenda'], 'input.invalid').default('thread'),
  sourceId: idSchema.nullish(),
  clientId: clientIdSchema,
})

/**
 * Makes an action of a thread (a session's thread, where it was taken on in a session) and tells who has it. Sending it again with the
 * same `clientId` makes no second one.
 *
 * @throws InvalidInput `text`, `assigneeId` (who may not read the community), `dueOn`; DomainError `thread.notFound`, `thread.gone`, `community.forbidden`, `community.archived`, `action.tooMany`, `limit.reached`
 */
export async function addAction(viewer: Viewer, raw: unknown, now = new Date()): Promise<ActionItem> {
  const { threadId, text, assigneeId = null, dueOn = null, source, sourceId = null, clientId = null } = parseInput(input, raw)
  const { thread } = await requireThread(viewer, threadId, 'action.edit')
  await writingLimit.spend(viewer.id)
  const { communityId, sessionId } = thread
  try {
    const { action, told } = await db.$transaction(async (tx) => {
      await requireAssignable(tx, communityId, assigneeId)
      if ((await tx.action.count({ where: { threadId, deletedAt: null } })) >= ACTIONS_MAX) throw new DomainError('action.tooMany')
      const made = { communityId, threadId, sessionId, text, assigneeId, dueOn: dayToDate(dueOn), source, sourceId, clientId }
      const action = await tx.action.create({ data: { ...made, createdById: viewer.id, createdAt: now } })
      await planReminder(tx, null, action, now)
      return { action, told: await tellAssignee(tx, action, viewer.id, now) }
    })
    publishActions(action, [assigneeId])
    await publishInbox(told)
    return toActionItem(await db.action.findUniqueOrThrow({ where: { id: action.id }, select: actionSelect }))
  } catch (error) {
    if (!clientId || !isUniqueViolation(error)) throw error
    const where = { createdById_clientId: { createdById: viewer.id, clientId } }
    return toActionItem(await db.action.findUniqueOrThrow({ where, select: actionSelect }))
  }
}

/** Tells who has an action now that somebody else gave it to them. */
export function tellAssignee(
  tx: Tx,
  action: { id: string; communityId: string; threadId: string; sessionId: string | null; assigneeId: string | null; text: string },
  actorId: string,
  now: Date,
): Promise<string[]> {
  const { id: actionId, assigneeId: memberId, communityId, threadId, sessionId, text: excerpt } = action
  if (!memberId) return Promise.resolve([])
  const matter = { memberId, communityId, actorId, threadId, sessionId, actionId, excerpt }
  return notify(tx, [{ ...matter, kind: 'actionAssigned', key: `action:${actionId}` }], now)
}
