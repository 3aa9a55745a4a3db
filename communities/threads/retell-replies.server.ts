import { excerptOf } from '#communities/inbox/notify.server.ts'
import type { Tx } from '#platform/db.server.ts'
import { plainTextOf } from '#platform/plain-text.server.ts'

/**
 * A reply is deleted: who was told of it together with others hears of the newest that is left. Whoever was told of it alone sees
 * nothing of it for as long as it is deleted; that needs no writing.
 */
export async function retellReplies(tx: Tx, threadId: string, replyId: string): Promise<void> {
  const items = await tx.inboxItem.findMany({
    where: { threadId, replyId, kind: 'reply', count: { gt: 1 } },
    select: { id: true, memberId: true },
  })
  for (const { id, memberId } of items) {
    const left = await tx.reply.findFirst({
      where: { threadId, deletedAt: null, actionId: null, authorId: { not: memberId } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      select: { id: true, authorId: true, html: true, createdAt: true },
    })
    if (!left) continue
    const data = { replyId: left.id, actorId: left.authorId, happenedAt: left.createdAt, count: { decrement: 1 } }
    const excerpt = excerptOf(plainTextOf(left.html))
    await tx.inboxItem.update({ where: { id }, data: { ...data, excerpt }, select: { id: true } })
  }
}
