import { z } from 'zod'
import { notify } from '#communities/inbox/notify.server.ts'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { idSchema } from '#communities/threads/fields.server.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { requireThread } from '#communities/threads/require-thread.server.ts'
import { db, type Tx } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { findWritten, idempotencyKeySchema, writeOnce } from '#platform/idempotency.server.ts'
import type { ActionItem } from './contract.ts'
import { assigneeSchema, dayToDate, dueOnSchema, requireAssignable, textSchema } from './fields.server.ts'
import { findSource } from './find-source.server.ts'
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
  clientId: idempotencyKeySchema.optional(),
})

/**
 * Makes an action of a thread (a session's thread, where it was taken on in a session) and tells who has it. `clientId` is an
 * idempotency key: the same action sent again is answered as it is now, and changes nothing. `source` and `sourceId` say what it was made
 * from: something of that thread or of its session.
 *
 * @throws InvalidInput `text`, `assigneeId` (who may not read the community), `dueOn`; DomainError `thread.notFound`, `thread.gone`, `community.forbidden`, `community.archived`, `action.tooMany`, `input.invalid` (made from something that does not belong there), `attempt.changed`, `limit.reached`
 */
export async function addAction(viewer: Viewer, raw: unknown, now = new Date()): Promise<ActionItem> {
  const { threadId, text, assigneeId = null, dueOn = null, source, sourceId = null, clientId: key } = parseInput(input, raw)
  const { thread } = await requireThread(viewer, threadId, 'action.edit')
  const content = [text, assigneeId, dueOn, source, sourceId]
  const attempt = { memberId: viewer.id, verb: 'action.add', placeId: threadId, key, content }
  const sent = await findWritten(attempt)
  if (sent) return readAction(sent)
  await writingLimit.spend(viewer.id)
  const from = await findSource(thread, { source, sourceId })
  const { communityId, sessionId } = thread
  const { id, made } = await db.$transaction((tx) =>
    writeOnce(tx, attempt, async () => {
      await requireAssignable(tx, communityId, assigneeId)
      if ((await tx.action.count({ where: { threadId, deletedAt: null } })) >= ACTIONS_MAX) throw new DomainError('action.tooMany')
      const fields = { communityId, threadId, sessionId, text, assigneeId, dueOn: dayToDate(dueOn), ...from }
      const action = await tx.action.create({ data: { ...fields, createdById: viewer.id, createdAt: now } })
      await planReminder(tx, null, action, now)
      return { id: action.id, action, told: await tellAssignee(tx, action, viewer.id, now) }
    }),
  )
  if (made) {
    publishActions(made.action, [assigneeId])
    await publishInbox(made.told)
  }
  return readAction(id)
}

async function readAction(id: string): Promise<ActionItem> {
  return toActionItem(await db.action.findUniqueOrThrow({ where: { id }, select: actionSelect }))
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
