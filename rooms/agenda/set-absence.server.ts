import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { changeAgenda } from './change-agenda.server.ts'
import { switchSchema } from './fields.server.ts'

const inputSchema = z.object({ absent: switchSchema })

/**
 * "I can't be there": at a room's running session, or at its next one; or that one can, after all. It says which of the two, so that
 * repeating it changes nothing.
 *
 * @throws InvalidInput `absent`; DomainError as `changeAgenda`
 */
export async function setAbsence(viewer: Asker, roomId: string, input: unknown, now = new Date()): Promise<void> {
  const { absent } = parseInput(inputSchema, input)
  await changeAgenda(viewer, roomId, async (tx, { sessionId }) => {
    const absence = { roomId, sessionId, memberId: viewer.id }
    const { count } = absent
      ? await tx.absence.createMany({ data: [{ ...absence, createdAt: now }], skipDuplicates: true })
      : await tx.absence.deleteMany({ where: absence })
    return count > 0 ? {} : null
  })
}
