import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { changeAgenda } from './change-agenda.server.ts'
import { idSchema } from './fields.server.ts'

const inputSchema = z.object({ remarkId: idSchema })

/**
 * Takes away what the viewer left on a line, as long as nobody has answered it. What is gone, or somebody else's, is left alone.
 *
 * @throws InvalidInput; DomainError as `changeAgenda`
 */
export async function takeBackRemark(viewer: Asker, roomId: string, input: unknown): Promise<void> {
  const { remarkId } = parseInput(inputSchema, input)
  await changeAgenda(viewer, roomId, async (tx) => {
    const { count } = await tx.agendaRemark.deleteMany({
      where: { id: remarkId, authorId: viewer.id, answeredAt: null, item: { roomId } },
    })
    if (count > 0) await tx.inboxItem.deleteMany({ where: { key: `mention:${remarkId}` } })
    return count > 0 ? {} : null
  })
}
