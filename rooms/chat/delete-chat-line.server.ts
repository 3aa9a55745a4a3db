import { z } from 'zod'
import { may } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { changeLine } from './change-line.server.ts'
import type { ChatLineCard } from './contract.ts'
import { requireChat } from './require-chat.server.ts'

const input = z.object({ lineId: z.uuid('input.invalid') })

/**
 * Takes a line out of a chat: for its author, and for moderators any; also after the session's end. Repeating or racing counts once.
 *
 * @throws DomainError `session.notFound`, `community.forbidden`, `community.archived`, `chatLine.notFound`, `chatLine.notYours`
 */
export async function deleteChatLine(viewer: Viewer, sessionId: string, raw: unknown, now = new Date()): Promise<ChatLineCard> {
  const { lineId } = parseInput(input, raw)
  const { standing } = await requireChat(viewer, sessionId, 'chat.write')
  return changeLine(
    sessionId,
    lineId,
    async (tx, line) => {
      if (line.authorId !== viewer.id && !may(standing, 'thread.moderate')) throw new DomainError('chatLine.notYours')
      if (line.deletedAt) return false
      await tx.chatLine.update({ where: { id: lineId }, data: { deletedAt: now }, select: { id: true } })
      await tx.session.update({ where: { id: sessionId }, data: { chatCount: { decrement: 1 } }, select: { id: true } })
      await tx.inboxItem.deleteMany({ where: { key: `mention:${lineId}` } })
      return true
    },
    { afterwards: true },
  )
}
