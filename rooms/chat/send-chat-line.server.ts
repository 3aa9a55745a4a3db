import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { renderWithMentions } from '#communities/mentions/render-with-mentions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { db, isUniqueViolation } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import type { ChatLineCard } from './contract.ts'
import { chatMarkdownSchema } from './fields.server.ts'
import { publishChat } from './publish-chat.server.ts'
import { readLine } from './read-lines.server.ts'
import { requireChat } from './require-chat.server.ts'
import { tellNamed } from './tell-named.server.ts'

const input = z.object({
  clientId: z.uuid('input.invalid'),
  markdown: chatMarkdownSchema,
  replyToId: z.uuid('input.invalid').nullish(),
})

/**
 * Writes a line into a session's chat, while the session runs. Racing lines get their places and revs one after the other, under the
 * session's row. Sending it again with the same `clientId` is the same line: it is answered, also after the end, and told to nobody
 * again.
 *
 * @throws InvalidInput `markdown`; DomainError `session.notFound`, `community.forbidden`, `community.archived`, `chat.closed`,
 *   `chatLine.notFound` (the one it replies to), `limit.reached`
 */
export async function sendChatLine(viewer: Viewer, sessionId: string, raw: unknown, now = new Date()): Promise<ChatLineCard> {
  const { clientId, markdown, replyToId } = parseInput(input, raw)
  const { session } = await requireChat(viewer, sessionId, 'chat.write')
  const sent = await findSent(viewer.id, clientId, sessionId)
  if (sent) return sent
  if (session.endedAt) throw new DomainError('chat.closed')
  if (replyToId && !(await db.chatLine.findFirst({ where: { id: replyToId, sessionId }, select: { id: true } }))) {
    throw new DomainError('chatLine.notFound')
  }
  await writingLimit.spend(viewer.id)
  const written = await renderWithMentions(session.communityId, markdown)
  try {
    const { line, told } = await db.$transaction(async (tx) => {
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
          replyToId: replyToId ?? null,
          markdown,
          html: written.html,
          position: (last._max.position ?? 0) + 1,
          rev: counted.rev,
          createdAt: now,
        },
        select: { id: true },
      })
      return { line: await readLine(tx, sessionId, id), told: await tellNamed(tx, { ...written, lineId: id, session, actorId: viewer.id }) }
    })
    publishChat(sessionId, [line])
    await publishInbox(told)
    return line
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const first = await findSent(viewer.id, clientId, sessionId)
    if (!first) throw error
    return first
  }
}

async function findSent(authorId: string, clientId: string, sessionId: string): Promise<ChatLineCard | null> {
  const sent = await db.chatLine.findUnique({
    where: { authorId_clientId: { authorId, clientId } },
    select: { id: true, sessionId: true },
  })
  if (!sent) return null
  if (sent.sessionId !== sessionId) throw new DomainError('input.invalid')
  return readLine(db, sessionId, sent.id)
}
