import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { changeAgenda } from './change-agenda.server.ts'
import { idSchema, switchSchema } from './fields.server.ts'
import { findNow, moveNow } from './move-now.server.ts'

const inputSchema = z.object({ itemId: idSchema, restore: switchSchema.default(false) })

/**
 * Takes a line off the agenda, or (with `restore`) brings it back as it was, onto the agenda that is open then. One that is now ends
 * with it. Repeating it changes nothing.
 *
 * @throws InvalidInput; DomainError `agendaItem.notFound`, `agenda.over`, and as `changeAgenda`
 */
export async function removeAgendaItem(viewer: Asker, roomId: string, input: unknown, now = new Date()): Promise<void> {
  const { itemId, restore } = parseInput(inputSchema, input)
  await changeAgenda(viewer, roomId, async (tx, { sessionId }) => {
    const item = await tx.agendaItem.findFirst({ where: { id: itemId, roomId } })
    if (!item) throw new DomainError('agendaItem.notFound')
    if ((item.deletedAt === null) === restore) return null
    if (restore) {
      // What a session has discussed stays with it; what only stood on its agenda comes back where lines are now.
      const discussed = (await tx.agendaSpan.count({ where: { itemId } })) > 0
      await tx.agendaItem.update({ where: { id: itemId }, data: { deletedAt: null, ...(!discussed && { sessionId }) } })
      return { discussed: [item] }
    }
    if (item.sessionId !== sessionId) throw new DomainError('agenda.over')
    await tx.agendaItem.update({ where: { id: itemId }, data: { deletedAt: now } })
    const isNow = sessionId !== null && (await findNow(tx, sessionId))?.itemId === itemId
    if (isNow) await moveNow(tx, sessionId, null, now)
    return { now: isNow, discussed: [item] }
  })
}
