import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { renderVisible } from '#communities/mentions/render-with-mentions.server.ts'
import { tellMentioned } from '#communities/mentions/tell-mentioned.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { findWritten, idempotencyKeySchema, writeOnce } from '#platform/idempotency.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { threadChanged } from './contract.ts'
import { markdownSchema } from './fields.server.ts'
import { findMoment, momentSchema } from './find-moment.server.ts'
import { writingLimit } from './post-thread.server.ts'
import { requireThread } from './require-thread.server.ts'
import { tellParticipants } from './tell-participants.server.ts'

const input = z.object({ markdown: markdownSchema, clientId: idempotencyKeySchema.optional(), moment: momentSchema })

/**
 * Replies to a thread, which brings it to the top of its feeds. `clientId` is an idempotency key: the same reply sent again changes
 * nothing. `moment`: the point of a recording that it is about; without it, the first that its text links to.
 *
 * @throws InvalidInput; DomainError `thread.notFound`, `thread.gone`, `community.forbidden`, `community.archived`, `attempt.changed`,
 *   `limit.reached`
 */
export async function replyToThread(viewer: Viewer, threadId: string, raw: unknown, now = new Date()): Promise<void> {
  const { markdown, clientId: key, moment: chosen } = parseInput(input, raw)
  const { thread } = await requireThread(viewer, threadId, 'thread.reply')
  const content = [markdown, chosen?.recordingId, chosen?.momentMs]
  const attempt = { memberId: viewer.id, verb: 'thread.reply', placeId: threadId, key, content }
  if (await findWritten(attempt)) return
  await writingLimit.spend(viewer.id)
  const written = await renderVisible(thread.communityId, markdown)
  const moment = await findMoment(viewer, chosen, markdown)
  const { made } = await db.$transaction((tx) =>
    writeOnce(tx, attempt, async () => {
      const { id } = await tx.reply.create({
        data: { threadId, authorId: viewer.id, markdown, html: written.html, createdAt: now, ...moment },
        select: { id: true },
      })
      // The row's lock keeps racing replies in line; who deletes the thread meanwhile wins.
      const count = await tx.$executeRaw`
        UPDATE "Thread" SET "replyCount" = "replyCount" + 1, "lastActivityAt" = GREATEST("lastActivityAt", ${now})
        WHERE id = ${threadId}::uuid AND "deletedAt" IS NULL`
      if (count === 0) throw new DomainError('thread.gone')
      const named = { ...written, communityId: thread.communityId, threadId, replyId: id, actorId: viewer.id }
      const told = [
        ...(await tellMentioned(tx, named, now)),
        ...(await tellParticipants(tx, thread, { ...written, id, authorId: viewer.id }, now)),
      ]
      return { id, told }
    }),
  )
  if (!made) return
  await publishInbox(made.told)
  publish(`community:${thread.communityId}`, threadChanged, { communityId: thread.communityId, threadId, deleted: false })
}
