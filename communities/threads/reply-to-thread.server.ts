import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { renderWithMentions } from '#communities/mentions/render-with-mentions.server.ts'
import { tellMentioned } from '#communities/mentions/tell-mentioned.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db, isUniqueViolation } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { changeText } from './change-text.server.ts'
import { threadChanged } from './contract.ts'
import { clientIdSchema, markdownSchema } from './fields.server.ts'
import { findMoment, momentSchema } from './find-moment.server.ts'
import { writingLimit } from './post-thread.server.ts'
import { requireThread } from './require-thread.server.ts'
import { tellParticipants } from './tell-participants.server.ts'

const input = z.object({ markdown: markdownSchema, clientId: clientIdSchema, moment: momentSchema })

/**
 * Replies to a thread, which brings it to the top of its feeds. Sending it again with the same `clientId` replies nothing twice;
 * what it says then, if it says something else, is what stays. `moment`: the point of a recording that it is about; without it, the
 * first that its text links to.
 *
 * @throws InvalidInput; DomainError `thread.notFound`, `thread.gone`, `community.forbidden`, `community.archived`, `limit.reached`
 */
export async function replyToThread(viewer: Viewer, threadId: string, raw: unknown, now = new Date()): Promise<void> {
  const { markdown, clientId, moment: chosen } = parseInput(input, raw)
  const { thread } = await requireThread(viewer, threadId, 'thread.reply')
  await writingLimit.spend(viewer.id)
  const written = await renderWithMentions(thread.communityId, markdown)
  const moment = await findMoment(viewer, chosen, markdown)
  try {
    const told = await db.$transaction(async (tx) => {
      const reply = await tx.reply.create({
        data: { threadId, authorId: viewer.id, clientId: clientId ?? null, markdown, html: written.html, createdAt: now, ...moment },
        select: { id: true },
      })
      // The row's lock keeps racing replies in line; who deletes the thread meanwhile wins.
      const count = await tx.$executeRaw`
        UPDATE "Thread" SET "replyCount" = "replyCount" + 1, "lastActivityAt" = GREATEST("lastActivityAt", ${now})
        WHERE id = ${threadId}::uuid AND "deletedAt" IS NULL`
      if (count === 0) throw new DomainError('thread.gone')
      const named = { ...written, communityId: thread.communityId, threadId, replyId: reply.id, actorId: viewer.id }
      return [
        ...(await tellMentioned(tx, named, now)),
        ...(await tellParticipants(tx, thread, { ...written, id: reply.id, authorId: viewer.id }, now)),
      ]
    })
    await publishInbox(told)
  } catch (error) {
    if (!clientId || !isUniqueViolation(error)) throw error
    const sent = await db.reply.findUniqueOrThrow({
      where: { authorId_clientId: { authorId: viewer.id, clientId } },
      select: { id: true, threadId: true, deletedAt: true, markdown: true },
    })
    if (!sent.deletedAt && sent.markdown !== markdown) {
      await changeText(viewer, { threadId: sent.threadId, replyId: sent.id }, markdown, null)
    }
  }
  publish(`community:${thread.communityId}`, threadChanged, { communityId: thread.communityId, threadId, deleted: false })
}
