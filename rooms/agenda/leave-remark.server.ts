import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { renderMarkdown } from '#platform/markdown.server.ts'
import { changeAgenda, requireItem } from './change-agenda.server.ts'
import { idSchema, REMARKS_MAX, remarkSchema } from './fields.server.ts'

const inputSchema = z.object({
  itemId: idSchema,
  kind: z.enum(['question', 'position'], 'input.invalid'),
  markdown: remarkSchema,
  clientId: idSchema,
})

/**
 * Leaves a question or a position on a line, for when it comes up. Sending it again with the same `clientId` leaves nothing twice;
 * what it says then, if it says something else, is what stays, as long as nobody has answered.
 *
 * @throws InvalidInput; DomainError `agendaItem.notFound`, `agenda.over`, `agenda.remarksFull`, and as `changeAgenda`
 */
export async function leaveRemark(viewer: Asker, roomId: string, input: unknown, now = new Date()): Promise<void> {
  const { itemId, clientId, kind, markdown } = parseInput(inputSchema, input)
  await changeAgenda(viewer, roomId, async (tx, agenda) => {
    await requireItem(tx, agenda, itemId)
    const written = { kind, markdown, html: renderMarkdown(markdown) }
    const sent = await tx.agendaRemark.findUnique({ where: { authorId_clientId: { authorId: viewer.id, clientId } } })
    if (sent) {
      if (sent.itemId !== itemId || sent.answeredAt || (sent.markdown === markdown && sent.kind === kind)) return null
      await tx.agendaRemark.update({ where: { id: sent.id }, data: written })
      return {}
    }
    if ((await tx.agendaRemark.count({ where: { itemId } })) >= REMARKS_MAX)
      throw new DomainError('agenda.remarksFull', { most: REMARKS_MAX })
    await tx.agendaRemark.create({ data: { itemId, authorId: viewer.id, clientId, createdAt: now, ...written } })
    return {}
  })
}
