import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db, isUniqueViolation } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { renderMarkdown } from '#platform/markdown.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { threadChanged } from './contract.ts'
import { clientIdSchema, markdownSchema } from './fields.server.ts'
import { writingLimit } from './post-thread.server.ts'
import { requireThread } from './require-thread.server.ts'

const input = z.object({ markdown: markdownSchema, clientId: clientIdSchema })

/**
 * Replies to a thread, which brings it to the top of its feeds. Sending it again with the same `clientId` replies nothing twice;
 * what it says then, if it says something else, is what stays.
 *
 * @throws InvalidInput; DomainError `thread.notFound`, `thread.gone`, `community.forbidden`, `community.archived`, `limit.reached`
 */
export async function replyToThread(viewer: Viewer, threadId: string, raw: unknown, now = new Date()): Promise<void> {
  const { markdown, clientId } = parseInput(input, raw)
  const { thread } = await requireThread(viewer, threadId, 'thread.reply')
  await writingLimit.spend(viewer.id)
  try {
    await db.$transaction(async (tx) => {
      await tx.reply.create({
        data: { threadId, authorId: viewer.id, clientId: clientId ?? null, markdown, html: renderMarkdown(markdown), createdAt: now },
      })
      // The row's lock keeps racing replies in line; who deletes the thread meanwhile wins.
      const count = await tx.$executeRaw`
        UPDATE "Thread" SET "replyCount" = "replyCount" + 1, "lastActivityAt" = GREATEST("lastActivityAt", ${now})
        WHERE id = ${threadId}::uuid AND "deletedAt" IS NULL`
      if (count === 0) throw new DomainError('thread.gone')
    })
  } catch (error) {
    if (!clientId || !isUniqueViolation(error)) throw error
    await db.reply.updateMany({
      where: { authorId: viewer.id, clientId, deletedAt: null, markdown: { not: markdown } },
      data: { markdown, html: renderMarkdown(markdown) },
    })
  }
  publish(`community:${thread.communityId}`, threadChanged, { communityId: thread.communityId, threadId, deleted: false })
}
