import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { tellMentioned } from '#communities/mentions/tell-mentioned.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { idempotencyKeySchema, writeOnce } from '#platform/idempotency.server.ts'
import { changeAgenda, requireItem } from './change-agenda.server.ts'
import { idSchema, REMARKS_MAX, remarkSchema } from './fields.server.ts'
import { renderRemark } from './render-remark.server.ts'

const inputSchema = z.object({
  itemId: idSchema,
  kind: z.enum(['question', 'position'], 'input.invalid'),
  markdown: remarkSchema,
  clientId: idempotencyKeySchema,
})

/**
 * Leaves a question or a position on a line, for when it comes up. `clientId` is an idempotency key: the same remark sent again changes
 * nothing. Who is named in it hears of that.
 *
 * @throws InvalidInput; DomainError `agendaItem.notFound`, `agenda.over`, `agenda.remarksFull`, `attempt.changed`, and as `changeAgenda`
 */
export async function leaveRemark(viewer: Asker, roomId: string, input: unknown, now = new Date()): Promise<void> {
  const { itemId, clientId, kind, markdown } = parseInput(inputSchema, input)
  const attempt = { memberId: viewer.id, verb: 'agenda.remark', placeId: itemId, key: clientId, content: [kind, markdown] }
  const { html, mentionedIds } = await renderRemark(roomId, markdown)
  await changeAgenda(viewer, roomId, async (tx, agenda) => {
    await requireItem(tx, agenda, itemId)
    const { communityId, sessionId } = agenda
    const { made } = await writeOnce(tx, attempt, async () => {
      if ((await tx.agendaRemark.count({ where: { itemId } })) >= REMARKS_MAX)
        throw new DomainError('agenda.remarksFull', { most: REMARKS_MAX })
      const { id } = await tx.agendaRemark.create({
        data: { itemId, authorId: viewer.id, createdAt: now, kind, markdown, html },
        select: { id: true },
      })
      const place = { communityId, roomId, sessionId, threadId: null, textId: id }
      return { id, inbox: await tellMentioned(tx, { ...place, actorId: viewer.id, html, mentionedIds }, now) }
    })
    return made && { inbox: made.inbox }
  })
}
