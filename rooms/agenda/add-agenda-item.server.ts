import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import type { Tx } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { idempotencyKeySchema, writeOnce } from '#platform/idempotency.server.ts'
import { changeAgenda, type LockedAgenda } from './change-agenda.server.ts'
import { AGENDA_MAX, minutesSchema, ownerSchema, titleSchema } from './fields.server.ts'
import { requireOwner } from './require-owner.server.ts'

const inputSchema = z.object({ title: titleSchema, ownerId: ownerSchema, minutes: minutesSchema, clientId: idempotencyKeySchema })

/**
 * Adds a line to the agenda of a room's running session, or of its next one. `clientId` is an idempotency key: the same line sent again
 * changes nothing, also where its session has begun or ended meanwhile.
 *
 * @throws InvalidInput; DomainError `agenda.full`, `member.notFound` (an owner who is no member of the community), `attempt.changed`, and as
 *   `changeAgenda`
 */
export async function addAgendaItem(viewer: Asker, roomId: string, input: unknown, now = new Date()): Promise<void> {
  const { clientId, ...line } = parseInput(inputSchema, input)
  const content = [line.title, line.ownerId, line.minutes]
  const attempt = { memberId: viewer.id, verb: 'agenda.add', placeId: roomId, key: clientId, content }
  await changeAgenda(viewer, roomId, async (tx, agenda) => {
    const { made } = await writeOnce(tx, attempt, async () => {
      await requireOwner(tx, agenda, line.ownerId)
      const position = await nextPosition(tx, agenda)
      const { communityId, sessionId } = agenda
      return tx.agendaItem.create({
        data: { communityId, roomId, sessionId, createdById: viewer.id, clientId, position, createdAt: now, ...line },
        select: { id: true },
      })
    })
    return made && {}
  })
}

/**
 * The place after the last line.
 *
 * @throws DomainError `agenda.full`
 */
export async function nextPosition(tx: Tx, { roomId, sessionId }: LockedAgenda): Promise<number> {
  const { _max, _count } = await tx.agendaItem.aggregate({
    where: { roomId, sessionId, deletedAt: null },
    _max: { position: true },
    _count: true,
  })
  if (_count >= AGENDA_MAX) throw new DomainError('agenda.full', { most: AGENDA_MAX })
  return (_max.position ?? -1) + 1
}
