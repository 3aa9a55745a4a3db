import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { changeText } from './change-text.server.ts'
import { idSchema, markdownSchema } from './fields.server.ts'
import { requireThread } from './require-thread.server.ts'

const input = z.object({ replyId: idSchema.nullish(), markdown: markdownSchema })

/**
 * Changes what the viewer wrote: their post, or (with `replyId`) their reply. The last of two edits at once stays.
 * Who is named in it only now is told.
 *
 * @throws InvalidInput; DomainError `thread.notFound`, `thread.gone`, `reply.notFound`, `thread.notYours`, `community.forbidden`, `community.archived`
 */
export async function editThread(viewer: Viewer, threadId: string, raw: unknown, now = new Date()): Promise<void> {
  const { replyId, markdown } = parseInput(input, raw)
  const { thread } = await requireThread(viewer, threadId, 'thread.reply')
  if (replyId) {
    const reply = await db.reply.findFirst({
      where: { id: replyId, threadId, deletedAt: null, actionId: null },
      select: { authorId: true },
    })
    if (!reply) throw new DomainError('reply.notFound')
    if (reply.authorId !== viewer.id) throw new DomainError('thread.notYours')
  } else if (thread.authorId !== viewer.id || thread.kind === 'session') throw new DomainError('thread.notYours')
  await changeText(viewer, { threadId, replyId: replyId ?? undefined }, markdown, now)
}
