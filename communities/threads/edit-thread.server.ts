import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { renderMarkdown } from '#platform/markdown.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { threadChanged } from './contract.ts'
import { idSchema, markdownSchema } from './fields.server.ts'
import { requireThread } from './require-thread.server.ts'

const input = z.object({ replyId: idSchema.nullish(), markdown: markdownSchema })

/**
 * Changes what the viewer wrote: their post, or (with `replyId`) their reply. The last of two edits at once stays.
 *
 * @throws InvalidInput; DomainError `thread.notFound`, `thread.gone`, `reply.notFound`, `thread.notYours`, `community.forbidden`, `community.archived`
 */
export async function editThread(viewer: Viewer, threadId: string, raw: unknown, now = new Date()): Promise<void> {
  const { replyId, markdown } = parseInput(input, raw)
  const { thread } = await requireThread(viewer, threadId, 'thread.reply')
  const data = { markdown, html: renderMarkdown(markdown), editedAt: now }
  if (replyId) {
    const reply = await db.reply.findFirst({ where: { id: replyId, threadId, deletedAt: null }, select: { authorId: true } })
    if (!reply) throw new DomainError('reply.notFound')
    if (reply.authorId !== viewer.id) throw new DomainError('thread.notYours')
    await db.reply.update({ where: { id: replyId }, data, select: { id: true } })
  } else {
    if (thread.authorId !== viewer.id || thread.kind === 'session') throw new DomainError('thread.notYours')
    await db.thread.update({ where: { id: threadId }, data, select: { id: true } })
  }
  publish(`community:${thread.communityId}`, threadChanged, { communityId: thread.communityId, threadId, deleted: false })
}
