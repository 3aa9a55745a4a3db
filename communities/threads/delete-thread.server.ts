import { z } from 'zod'
import { may } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { threadChanged } from './contract.ts'
import { idSchema } from './fields.server.ts'
import { requireThread } from './require-thread.server.ts'

const input = z.object({ replyId: idSchema.nullish(), restore: z.union([z.boolean(), z.stringbool()]).default(false) })

/**
 * Takes a post, or (with `replyId`) a reply, out of sight, or with `restore` brings it back as it was: for its author, and for
 * moderators. Repeating either changes nothing. What was deleted 30 days ago is gone for good.
 *
 * @throws DomainError `thread.notFound`, `reply.notFound`, `thread.notYours`, `community.forbidden`, `community.archived`
 */
export async function deleteThread(viewer: Viewer, threadId: string, raw: unknown, now = new Date()): Promise<void> {
  const { replyId, restore } = parseInput(input, raw)
  const { thread, standing } = await requireThread(viewer, threadId, 'thread.reply', { deleted: !replyId })
  const deletedAt = restore ? null : now
  const changing = restore ? { not: null } : null
  if (replyId) {
    const reply = await db.reply.findFirst({ where: { id: replyId, threadId }, select: { authorId: true } })
    if (!reply) throw new DomainError('reply.notFound')
    if (reply.authorId !== viewer.id && !may(standing, 'thread.moderate')) throw new DomainError('thread.notYours')
    await db.$transaction(async (tx) => {
      const { count } = await tx.reply.updateMany({ where: { id: replyId, deletedAt: changing }, data: { deletedAt } })
      await tx.thread.update({
        where: { id: threadId },
        data: { replyCount: { increment: restore ? count : -count } },
        select: { id: true },
      })
    })
  } else {
    const mine = thread.authorId === viewer.id || may(standing, 'thread.moderate')
    if (!mine || thread.kind === 'session') throw new DomainError('thread.notYours')
    await db.thread.updateMany({ where: { id: threadId, deletedAt: changing }, data: { deletedAt } })
  }
  publish(`community:${thread.communityId}`, threadChanged, { communityId: thread.communityId, threadId, deleted: !replyId && !restore })
}
