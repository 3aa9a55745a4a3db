import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { publishActions } from './publish-actions.server.ts'
import { lockAction, requireAction } from './require-action.server.ts'

const input = z.object({ done: z.union([z.boolean(), z.stringbool()]) })

/**
 * An action is done, which its thread tells in a reply of its own; or it is not done after all, and that reply goes. It says which of
 * the two, so that repeating or racing changes nothing: one reply at most. Whoever has it has no matter of it left in the inbox.
 *
 * @throws InvalidInput; DomainError `action.notFound`, `thread.gone`, `community.forbidden`, `community.archived`
 */
export async function finishAction(viewer: Viewer, actionId: string, raw: unknown, now = new Date()): Promise<void> {
  const { done } = parseInput(input, raw)
  const found = await requireAction(viewer, actionId)
  const changed = await db.$transaction(async (tx) => {
    const { threadId, deletedAt, doneAt } = await lockAction(tx, found)
    if (deletedAt) throw new DomainError('action.notFound')
    if (done === (doneAt !== null)) return false
    const after = done ? { doneAt: now, doneById: viewer.id } : { doneAt: null, doneById: null }
    await tx.action.update({ where: { id: actionId }, data: after, select: { id: true } })
    if (done) {
      await tx.reply.create({ data: { threadId, authorId: viewer.id, actionId, markdown: '', html: '', createdAt: now } })
      await tx.$executeRaw`
        UPDATE "Thread" SET "replyCount" = "replyCount" + 1, "lastActivityAt" = GREATEST("lastActivityAt", ${now})
        WHERE id = ${threadId}::uuid`
      await tx.inboxItem.updateMany({ where: { threadId, actionId, doneAt: null }, data: { doneAt: now } })
    } else {
      const { count } = await tx.reply.deleteMany({ where: { actionId, deletedAt: null } })
      await tx.thread.update({ where: { id: threadId }, data: { replyCount: { decrement: count } }, select: { id: true } })
      await tx.inboxItem.updateMany({ where: { threadId, actionId, doneAt }, data: { doneAt: null } })
    }
    return true
  })
  if (!changed) return
  publishActions(found, [found.assigneeId, viewer.id])
  if (found.assigneeId) await publishInbox([found.assigneeId])
}
