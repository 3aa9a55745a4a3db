import { notify } from '#communities/inbox/notify.server.ts'
import type { Thread, Tx } from '#platform/db.server.ts'
import { plainTextOf } from '#platform/plain-text.server.ts'

/**
 * Tells of a new reply who wrote the post (of a session's, whose its follow-up is) or replied to it before, but for those whom its
 * text names: they hear that. One matter a thread, which counts its replies until it is read.
 *
 * @returns the ids of those who have something new, for `publishInbox`
 */
export async function tellParticipants(
  tx: Tx,
  thread: Pick<Thread, 'id' | 'communityId' | 'authorId' | 'sessionId'>,
  reply: { id: string; authorId: string; html: string; mentionedIds: string[] },
  now = new Date(),
): Promise<string[]> {
  const before = await tx.reply.findMany({
    where: { threadId: thread.id, deletedAt: null, actionId: null, authorId: { not: reply.authorId } },
    distinct: ['authorId'],
    select: { authorId: true },
  })
  const { sessionId } = thread
  const followUp = sessionId ? await tx.followUp.findUnique({ where: { sessionId }, select: { ownerId: true } }) : null
  const participants = new Set([thread.authorId, followUp?.ownerId, ...before.map(({ authorId }) => authorId)])
  for (const memberId of reply.mentionedIds) participants.delete(memberId)
  const notices = [...participants].flatMap((memberId) =>
    memberId
      ? {
          memberId,
          communityId: thread.communityId,
          kind: 'reply' as const,
          key: `reply:${thread.id}`,
          actorId: reply.authorId,
          threadId: thread.id,
          replyId: reply.id,
          excerpt: plainTextOf(reply.html),
        }
      : [],
  )
  return notify(tx, notices, now)
}
