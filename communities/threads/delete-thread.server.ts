import { z } from 'zod'
import { publishInboxesWith } from '#communities/inbox/publish-inboxes-with.server.ts'
import { may } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { threadChanged } from './contract.ts'
import { idSchema } from './fields.server.ts'
import { requireThread } from './require-thread.server.ts'
import { retellReplies } from './retell-replies.server.ts'

const input = z.object({ replyId: idSchema.nullish(), restore: z.union([z.boolean(), z.stringbool()]).default(false) })

/**
 * Takes a post, or (with `replyId`) a reply, out of sight: for its author, and for moderators. With `restore` it comes back as it
 * was: for who deleted it, and for moderators, so that nobody undoes what a moderator did to them.
 * What inboxes tell of it goes and comes with it, and their members are told.
 * Repeating or racing changes nothing: each deletion and each return counts once.
 *
 * @throws DomainError `thread.notFound`, `thread.gone` (for its replies), `reply.notFound`, `thread.notYours`, `community.forbidden`, `community.archived`
 */
export async function deleteThread(viewer: Viewer, threadId: string, raw: unknown, now = new Date()): Promise<void> {
  const { replyId, restore } = parseInput(input, raw)
  const { thread, standing } = await requireThread(viewer, threadId, 'thread.reply', { deleted: !replyId })
  const moderates = may(standing, 'thread.moderate')
  const requireMine = (item: { authorId: string | null; deletedById: string | null }) => {
    const mine = restore && item.deletedById ? item.deletedById === viewer.id : item.authorId === viewer.id
    if (!mine && !moderates) throw new DomainError('thread.notYours')
  }
  const change = restore ? { deletedAt: null, deletedById: null } : { deletedAt: now, deletedById: viewer.id }
  const unchanged = restore ? { not: null } : null
  if (replyId) {
    const reply = await db.reply.findFirst({
      where: { id: replyId, threadId, actionId: null },
      select: { authorId: true, deletedById: true },
    })
    if (!reply) throw new DomainError('reply.notFound')
    requireMine(reply)
    await db.$transaction(async (tx) => {
      const { count } = await tx.reply.updateMany({ where: { id: replyId, deletedAt: unchanged }, data: change })
      const data = { replyCount: { increment: restore ? count : -count } }
      await tx.thread.update({ where: { id: threadId }, data, select: { id: true } })
      if (count > 0 && !restore) await retellReplies(tx, threadId, replyId)
    })
  } else {
    if (thread.kind === 'session') throw new DomainError('thread.notYours')
    requireMine(thread)
    await db.thread.updateMany({ where: { id: threadId, deletedAt: unchanged }, data: change })
  }
  await publishInboxesWith(replyId ? { threadId, replyId } : { threadId })
  publish(`community:${thread.communityId}`, threadChanged, { communityId: thread.communityId, threadId, deleted: !replyId && !restore })
}
