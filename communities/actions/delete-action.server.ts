import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { publishActions } from './publish-actions.server.ts'
import { lockAction, requireAction } from './require-action.server.ts'

const input = z.object({ restore: z.union([z.boolean(), z.stringbool()]).default(false) })

/**
 * Takes an action away, with what its thread tells of it; with `restore`, both come back. Repeating or racing changes nothing.
 *
 * @throws InvalidInput; DomainError `action.notFound`, `thread.gone`, `community.forbidden`, `community.archived`
 */
export async function deleteAction(viewer: Viewer, actionId: string, raw: unknown, now = new Date()): Promise<void> {
  const { restore } = parseInput(input, raw)
  const found = await requireAction(viewer, actionId)
  const changed = await db.$transaction(async (tx) => {
    const { threadId, deletedAt } = await lockAction(tx, found)
    if (restore === (deletedAt === null)) return false
    const change = { deletedAt: restore ? null : now }
    await tx.action.update({ where: { id: actionId }, data: change, select: { id: true } })
    const { count } = await tx.reply.updateMany({ where: { actionId, deletedAt }, data: change })
    const data = { replyCount: { increment: restore ? count : -count } }
    await tx.thread.update({ where: { id: threadId }, data, select: { id: true } })
    return true
  })
  if (!changed) return
  publishActions(found, [found.assigneeId, viewer.id])
  if (found.assigneeId) await publishInbox([found.assigneeId])
}
