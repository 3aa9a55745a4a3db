import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { renderVisible } from '#communities/mentions/render-with-mentions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { changeLine } from './change-line.server.ts'
import type { ChatLineCard } from './contract.ts'
import { chatMarkdownSchema } from './fields.server.ts'
import { requireChat } from './require-chat.server.ts'
import { tellNamed } from './tell-named.server.ts'

const input = z.object({ lineId: z.uuid('input.invalid'), markdown: chatMarkdownSchema })

/**
 * Changes what the viewer wrote in a chat, while the session runs. The same text again changes nothing.
 *
 * @throws InvalidInput `markdown`; DomainError `session.notFound`, `community.forbidden`, `community.archived`, `chat.closed`,
 *   `chatLine.notFound`, `chatLine.notYours`, `limit.reached`
 */
export async function editChatLine(viewer: Viewer, sessionId: string, raw: unknown, now = new Date()): Promise<ChatLineCard> {
  const { lineId, markdown } = parseInput(input, raw)
  const { session } = await requireChat(viewer, sessionId, 'chat.write')
  await writingLimit.spend(viewer.id)
  const written = await renderVisible(session.communityId, markdown)
  let told: string[] = []
  const line = await changeLine(sessionId, lineId, async (tx, found) => {
    if (found.deletedAt) throw new DomainError('chatLine.notFound')
    if (found.authorId !== viewer.id) throw new DomainError('chatLine.notYours')
    if (found.markdown === markdown) return false
    await tx.chatLine.update({ where: { id: lineId }, data: { markdown, html: written.html, editedAt: now }, select: { id: true } })
    told = await tellNamed(tx, { ...written, lineId, session, actorId: viewer.id })
    return true
  })
  await publishInbox(told)
  return line
}
