import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { changeAgenda, requireItem } from './change-agenda.server.ts'
import { idSchema, minutesSchema, ownerSchema, titleSchema } from './fields.server.ts'
import { requireOwner } from './require-owner.server.ts'

const inputSchema = z.object({ itemId: idSchema, title: titleSchema, ownerId: ownerSchema, minutes: minutesSchema })

/**
 * Says anew what a line is about, who brings it and how long it may take. The last of two edits at once stays.
 *
 * @throws InvalidInput; DomainError `agendaItem.notFound`, `agenda.over`, `member.notFound`, and as `changeAgenda`
 */
export async function editAgendaItem(viewer: Asker, roomId: string, input: unknown): Promise<void> {
  const { itemId, ...line } = parseInput(inputSchema, input)
  await changeAgenda(viewer, roomId, async (tx, agenda) => {
    const item = await requireItem(tx, agenda, itemId)
    // Whoever was its owner may have left since: only a new one is looked at.
    if (line.ownerId !== item.ownerId) await requireOwner(tx, agenda, line.ownerId)
    await tx.agendaItem.update({ where: { id: itemId }, data: line })
    return { now: item.title !== line.title }
  })
}
