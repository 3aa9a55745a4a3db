import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { threadChanged } from './contract.ts'
import { emojiSchema, idSchema } from './fields.server.ts'
import { writingLimit } from './post-thread.server.ts'
import { requireThread } from './require-thread.server.ts'

const input = z.object({ replyId: idSchema.nullish(), emoji: emojiSchema, on: z.union([z.boolean(), z.stringbool()]) })

/**
 * Puts the viewer's emoji on a post or on one of its replies, or takes it away. It says which of the two, so that repeating it
 * changes nothing and two tabs agree. A reaction does not bring a thread to the top.
 *
 * @throws InvalidInput; DomainError `thread.notFound`, `thread.gone`, `reply.notFound`, `community.forbidden`, `community.archived`
 */
export async function react(viewer: Viewer, threadId: string, raw: unknown): Promise<void> {
  const { replyId, emoji, on } = parseInput(input, raw)
  const { thread } = await requireThread(viewer, threadId, 'thread.react')
  if (replyId && !(await db.reply.findFirst({ where: { id: replyId, threadId, deletedAt: null }, select: { id: true } })))
    throw new DomainError('reply.notFound')
  await writingLimit.spend(viewer.id)
  await db.$transaction(async (tx) => {
    const reaction = { threadId, replyId: replyId ?? null, memberId: viewer.id, emoji }
    const { count } = on
      ? await tx.reaction.createMany({ data: [reaction], skipDuplicates: true })
      : await tx.reaction.deleteMany({ where: reaction })
    const data = { reactionCount: { increment: on ? count : -count } }
    if (replyId) await tx.reply.update({ where: { id: replyId }, data, select: { id: true } })
    else await tx.thread.update({ where: { id: threadId }, data, select: { id: true } })
  })
  publish(`community:${thread.communityId}`, threadChanged, { communityId: thread.communityId, threadId, deleted: false })
}
