import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { changeAgenda } from './change-agenda.server.ts'
import { idSchema } from './fields.server.ts'
import { findNow, moveNow } from './move-now.server.ts'

const inputSchema = z.object({ from: z.preprocess((value) => value || null, idSchema.nullable()) })

/**
 * Goes on to the next line: the one that is now is done, and the first one after it that is not is now. It says from which line it
 * goes on, so that two who press "Next" at the same time skip nothing.
 *
 * @throws InvalidInput `from`; DomainError `agenda.notRunning`, and as `changeAgenda`
 */
export async function goOn(viewer: Asker, roomId: string, input: unknown, now = new Date()): Promise<void> {
  const { from } = parseInput(inputSchema, input)
  await changeAgenda(viewer, roomId, async (tx, { sessionId }) => {
    if (!sessionId) throw new DomainError('agenda.notRunning')
    const before = await findNow(tx, sessionId)
    if ((before?.itemId ?? null) !== from) return null
    const items = await tx.agendaItem.findMany({ where: { sessionId, deletedAt: null }, orderBy: [{ position: 'asc' }, { id: 'asc' }] })
    const at = items.findIndex(({ id }) => id === from)
    const next = items.find((item, index) => index > at && !item.doneAt) ?? null
    if (before) await tx.agendaItem.update({ where: { id: before.itemId }, data: { doneAt: now } })
    const moved = await moveNow(tx, sessionId, next?.id ?? null, now)
    return moved ? { now: true, discussed: [next, before].filter((line) => line !== null) } : null
  })
}
