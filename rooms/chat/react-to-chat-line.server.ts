import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { emojiSchema } from '#communities/threads/fields.server.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { changeLine } from './change-line.server.ts'
import type { ChatLineCard } from './contract.ts'
import { requireChat } from './require-chat.server.ts'

const input = z.object({ lineId: z.uuid('input.invalid'), emoji: emojiSchema, on: z.union([z.boolean(), z.stringbool()]) })

/**
 * Puts the viewer's emoji on a line, or takes it away, while the session runs. It says which of the two, so that repeating it changes
 * nothing and two tabs agree.
 *
 * @throws InvalidInput `emoji`; DomainError `session.notFound`, `community.forbidden`, `community.archived`, `chat.closed`,
 *   `chatLine.notFound`, `limit.reached`
 */
export async function reactToChatLine(viewer: Viewer, sessionId: string, raw: unknown, now = new Date()): Promise<ChatLineCard> {
  const { lineId, emoji, on } = parseInput(input, raw)
  await requireChat(viewer, sessionId, 'chat.write')
  await writingLimit.spend(viewer.id)
  return changeLine(sessionId, lineId, async (tx, line) => {
    if (line.deletedAt) throw new DomainError('chatLine.notFound')
    const reaction = { lineId, memberId: viewer.id, emoji }
    const { count } = on
      ? await tx.chatReaction.createMany({ data: [{ ...reaction, createdAt: now }], skipDuplicates: true })
      : await tx.chatReaction.deleteMany({ where: reaction })
    if (count === 0) return false
    await tx.chatLine.update({ where: { id: lineId }, data: { reactionCount: { increment: on ? 1 : -1 } }, select: { id: true } })
    return true
  })
}
