import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { ThreadItem } from './contract.ts'
import { REPLIES_IN_FEED, REPLIES_MAX } from './fields.server.ts'
import { listThreadItems } from './list-thread-items.server.ts'
import { requireThread } from './require-thread.server.ts'

/**
 * One thread with its newest replies: as many as a feed shows, or as many as are asked for; `downTo` names a reply that is to be
 * among them, however old it is.
 *
 * @throws DomainError `thread.notFound`, `thread.gone`
 */
export async function getThread(
  viewer: Viewer,
  threadId: string,
  { replies = REPLIES_IN_FEED, downTo }: { replies?: number; downTo?: string } = {},
): Promise<ThreadItem> {
  const read = async () => {
    const needed = downTo ? await countDownTo(threadId, downTo) : 0
    return listThreadItems(viewer, [threadId], Math.min(Math.max(replies, needed), REPLIES_MAX))
  }
  // At the same time: nothing is answered before it is known that the viewer may read it.
  const [, [item]] = await Promise.all([requireThread(viewer, threadId, 'community.read'), read()])
  if (!item) throw new DomainError('thread.gone')
  return item
}

/** How many of a thread's newest replies have to be read to reach this one. */
async function countDownTo(threadId: string, replyId: string): Promise<number> {
  const reply = await db.reply.findFirst({ where: { id: replyId, threadId, deletedAt: null }, select: { createdAt: true } })
  return reply ? db.reply.count({ where: { threadId, deletedAt: null, createdAt: { gte: reply.createdAt } } }) : 0
}
