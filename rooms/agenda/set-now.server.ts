import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { changeAgenda, requireItem } from './change-agenda.server.ts'
import { idSchema } from './fields.server.ts'
import { findNow, moveNow } from './move-now.server.ts'

const inputSchema = z.object({ itemId: z.preprocess((value) => value || null, idSchema.nullable()) })

/**
 * Says which line of the running session is now; null: none. The last one to say it counts, and spans follow one another whatever
 * races. A line that was done is taken up again.
 *
 * @throws InvalidInput `itemId`; DomainError `agenda.notRunning`, `agendaItem.notFound`, `agenda.over`, and as `changeAgenda`
 */
export async function setNow(viewer: Asker, roomId: string, input: unknown, now = new Date()): Promise<void> {
  const { itemId } = parseInput(inputSchema, input)
  await changeAgenda(viewer, roomId, async (tx, agenda) => {
    if (!agenda.sessionId) throw new DomainError('agenda.notRunning')
    const item = itemId ? await requireItem(tx, agenda, itemId) : null
    const before = await findNow(tx, agenda.sessionId)
    const moved = await moveNow(tx, agenda.sessionId, itemId, now)
    if (item?.doneAt) await tx.agendaItem.update({ where: { id: item.id }, data: { doneAt: null } })
    if (!moved && !item?.doneAt) return null
    return { now: moved, discussed: [item, before].filter((line) => line !== null) }
  })
}
