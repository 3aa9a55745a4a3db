import { z } from 'zod'
import { requireStanding } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db, isUniqueViolation } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { renderMarkdown } from '#platform/markdown.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { threadChanged, threadPosted } from './contract.ts'
import { clientIdSchema, idSchema, markdownSchema } from './fields.server.ts'

const input = z.object({ communityId: idSchema, markdown: markdownSchema, clientId: clientIdSchema })

/** Shared by everything that one can write: a person does not reach it, a loop does. */
export const writingLimit = defineLimit('writing', 60, 60)

/**
 * Posts an update to a community and tells who watches it. Sending it again with the same `clientId` posts nothing twice;
 * what it says then, if it says something else, is what stays: an answer that was lost on its way loses no text.
 *
 * @returns the thread's id
 * @throws InvalidInput; DomainError `community.notFound`, `community.forbidden`, `community.archived`, `limit.reached`
 */
export async function postThread(viewer: Viewer, raw: unknown, now = new Date()): Promise<string> {
  const { communityId, markdown, clientId } = parseInput(input, raw)
  await requireStanding(viewer, { id: communityId }, 'thread.post')
  await writingLimit.spend(viewer.id)
  try {
    const thread = await db.thread.create({
      data: {
        communityId,
        kind: 'update',
        authorId: viewer.id,
        clientId: clientId ?? null,
        markdown,
        html: renderMarkdown(markdown),
        createdAt: now,
        lastActivityAt: now,
      },
      select: { id: true },
    })
    publish(`community:${communityId}`, threadPosted, { communityId, threadId: thread.id, authorId: viewer.id, kind: 'update' })
    return thread.id
  } catch (error) {
    if (!clientId || !isUniqueViolation(error)) throw error
    const sent = await db.thread.findUniqueOrThrow({
      where: { authorId_clientId: { authorId: viewer.id, clientId } },
      select: { id: true, communityId: true },
    })
    const { count } = await db.thread.updateMany({
      where: { id: sent.id, deletedAt: null, markdown: { not: markdown } },
      data: { markdown, html: renderMarkdown(markdown) },
    })
    if (count > 0) {
      publish(`community:${sent.communityId}`, threadChanged, { communityId: sent.communityId, threadId: sent.id, deleted: false })
    }
    return sent.id
  }
}
