import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { changeAgenda, requireItem } from './change-agenda.server.ts'
import { idSchema, switchSchema } from './fields.server.ts'
import { findNow, moveNow } from './move-now.server.ts'

const inputSchema = z.object({ itemId: idSchema, done: switchSchema })

/**
 * Ticks a line off, or takes it up again. One that is now ends with it. It says which of the two, so that repeating it changes nothing.
 *
 * @throws InvalidInput; DomainError `agendaItem.notFound`, `agenda.over`, and as `changeAgenda`
 */
export async function finishAgendaItem(viewer: Asker, roomId: string, input: unknown, now = new Date()): Promise<void> {
  const { itemId, done } = parseInput(inputSchema, input)
  await changeAgenda(viewer, roomId, async (tx, agenda) => {
    const item = await requireItem(tx, agenda, itemId)
    if ((item.doneAt !== null) === done) return null
    await tx.agendaItem.update({ where: { id: itemId }, data: { doneAt: done ? now : null } })
    const isNow = (await findNow(tx, agenda.sessionId))?.itemId === itemId
    if (!done || !isNow || !agenda.sessionId) return {}
    await moveNow(tx, agenda.sessionId, null, now)
    return { now: true, discussed: [item] }
  })
}
