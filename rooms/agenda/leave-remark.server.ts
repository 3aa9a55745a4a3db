import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { tellMentioned } from '#communities/mentions/tell-mentioned.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { changeAgenda, requireItem } from './change-agenda.server.ts'
import { idSchema, REMARKS_MAX, remarkSchema } from './fields.server.ts'
import { renderRemark } from './render-remark.server.ts'

const inputSchema = z.object({
  itemId: idSchema,
  kind: z.enum(['question', 'position'], 'input.invalid'),
  markdown: remarkSchema,
  clientId: idSchema,
})

/**
 * Leaves a question or a position on a line, for when it comes up. Sending it again with the same `clientId` leaves nothing twice;
 * what it says then, if it says something else, is what stays, as long as nobody has answered. Who is named in it hears of that.
 *
 * @throws InvalidInput; DomainError `agendaItem.notFound`, `agenda.over`, `agenda.remarksFull`, and as `changeAgenda`
 */
export async function leaveRemark(viewer: Asker, roomId: string, input: unknown, now = new Date()): Promise<void> {
  const { itemId, clientId, kind, markdown } = parseInput(inputSchema, input)
  const { html, mentionedIds } = await renderRemark(roomId, markdown)
  const written = { kind, markdown, html }
  await changeAgenda(viewer, roomId, async (tx, agenda) => {
    await requireItem(tx, agenda, itemId)
    const { communityId, sessionId } = agenda
    const tell = async (remarkId: string) => {
      const place = { communityId, roomId, sessionId, threadId: null, textId: remarkId }
      return { inbox: await tellMentioned(tx, { ...place, actorId: viewer.id, html, mentionedIds }, now) }
    }
    const sent = await tx.agendaRemark.findUnique({ where: { authorId_clientId: { authorId: viewer.id, clientId } } })
    if (sent) {
      if (sent.itemId !== itemId || sent.answeredAt || (sent.markdown === markdown && sent.kind === kind)) return null
      await tx.agendaRemark.update({ where: { id: sent.id }, data: written })
      return tell(sent.id)
    }
    if ((await tx.agendaRemark.count({ where: { itemId } })) >= REMARKS_MAX)
      throw new DomainError('agenda.remarksFull', { most: REMARKS_MAX })
    const { id } = await tx.agendaRemark.create({ data: { itemId, authorId: viewer.id, clientId, createdAt: now, ...written } })
    return tell(id)
  })
}
