import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { renderVisible } from '#communities/mentions/render-with-mentions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { findWritten, idempotencyKeySchema, writeOnce } from '#platform/idempotency.server.ts'
import type { ChatLineCard } from './contract.ts'
import { chatMarkdownSchema } from './fields.server.ts'
import { publishChat } from './publish-chat.server.ts'
import { readLine } from './read-lines.server.ts'
import { requireChat } from './require-chat.server.ts'
import { tellNamed } from './tell-named.server.ts'

const input = z.object({
  clientId: idempotencyKeySchema,
  markdown: chatMarkdownSchema,
  replyToId: z.uuid('input.invalid').nullish(),
})

/**
 * Writes a line into a session's chat, while the session runs. Racing lines get their places and revs one after the other, under the
 * session's row. `clientId` is an idempotency key: the same line sent again is answered as it is now, also after the end, and told to
 * nobody again.
 *
 * @throws InvalidInput `markdown`; DomainError `session.notFound`, `community.forbidden`, `community.archived`, `chat.closed`,
 *   `chatLine.notFound` (the one it replies to), `attempt.changed`, `limit.reached`
 */
export async function sendChatLine(viewer: Viewer, sessionId: string, raw: unknown, now = new Date()): Promise<ChatLineCard> {
  const { clientId, markdown, replyToId = null } = parseInput(input, raw)
  const { session } = await requireChat(viewer, sessionId, 'chat.write')
  const attempt = { memberId: viewer.id, verb: 'chat.write', placeId: sessionId, key: clientId, content: [markdown, replyToId] }
  const sent = await findWritten(attempt)
  if (sent) return readLine(db, sessionId, sent)
  if (session.endedAt) throw new DomainError('chat.closed')
  if (replyToId && !(await db.chatLine.findFirst({ where: { id: replyToId, sessionId }, select: { id: true } }))) {
    throw new DomainError('chatLine.notFound')
  }
  await writingLimit.spend(viewer.id)
  const written = await renderVisible(session.communityId, markdown)
  const { id: lineId, made } = await db.$transaction((tx) =>
    writeOnce(tx, attempt, async () => {
      const [counted] = await tx.$queryRaw<{ rev: number }[]>`
        UPDATE "Session" SET "chatRev" = "chatRev" + 1, "chatCount" = "chatCount" + 1
        WHERE id = ${sessionId}::uuid AND "endedAt" IS NULL RETURNING "chatRev" AS rev`
      if (!counted) throw new DomainError('chat.closed')
      const last = await tx.chatLine.aggregate({ where: { sessionId }, _max: { position: true } })
      const { id } = await tx.chatLine.create({
        data: {
          sessionId,
          authorId: viewer.id,
          clientId,
          replyToId,
          markdown,
          html: written.html,
          position: (last._max.position ?? 0) + 1,
          rev: counted.rev,
          createdAt: now,
        },
        select: { id: true },
      })
      const line = await readLine(tx, sessionId, id)
      return { id, line, told: await tellNamed(tx, { ...written, lineId: id, session, actorId: viewer.id }) }
    }),
  )
  if (!made) return readLine(db, sessionId, lineId)
  publishChat(sessionId, [made.line])
  await publishInbox(made.told)
  return made.line
}
