import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { changeAgenda } from './change-agenda.server.ts'
import { AGENDA_MAX, idSchema } from './fields.server.ts'

const inputSchema = z.object({ itemIds: z.array(idSchema).max(2 * AGENDA_MAX) })

/**
 * Puts the lines of an agenda into this order. Lines that are not named (somebody has just added one) follow as they were; ids that
 * are no lines of it are passed over.
 *
 * @throws InvalidInput `itemIds`; DomainError as `changeAgenda`
 */
export async function reorderAgenda(viewer: Asker, roomId: string, input: unknown): Promise<void> {
  const { itemIds } = parseInput(inputSchema, input)
  await changeAgenda(viewer, roomId, async (tx, { sessionId }) => {
    const items = await tx.agendaItem.findMany({
      where: { roomId, sessionId, deletedAt: null },
      orderBy: [{ position: 'asc' }, { id: 'asc' }],
    })
    const wanted = new Map(itemIds.map((id, index) => [id, index]))
    const place = (id: string) => wanted.get(id) ?? Number.POSITIVE_INFINITY
    const ordered = items.toSorted((a, b) => (place(a.id) === place(b.id) ? 0 : place(a.id) - place(b.id)))
    const moved = ordered.filter((item, position) => item.position !== position)
    for (const item of moved) {
      await tx.agendaItem.update({ where: { id: item.id }, data: { position: ordered.indexOf(item) } })
    }
    return moved.length > 0 ? {} : null
  })
}
