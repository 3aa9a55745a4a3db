import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import type { Tx } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { changeAgenda, type LockedAgenda } from './change-agenda.server.ts'
import { AGENDA_MAX, idSchema, minutesSchema, ownerSchema, titleSchema } from './fields.server.ts'
import { requireOwner } from './require-owner.server.ts'

const inputSchema = z.object({ title: titleSchema, ownerId: ownerSchema, minutes: minutesSchema, clientId: idSchema })

/**
 * Adds a line to the agenda of a room's running session, or of its next one. Sending it again with the same `clientId` adds nothing
 * twice; what it says then, if it says something else, is what stays.
 *
 * @throws InvalidInput; DomainError `agenda.full`, `member.notFound` (an owner who is no member of the community), and as `changeAgenda`
 */
export async function addAgendaItem(viewer: Asker, roomId: string, input: unknown, now = new Date()): Promise<void> {
  const { clientId, ...line } = parseInput(inputSchema, input)
  await changeAgenda(viewer, roomId, async (tx, agenda) => {
    await requireOwner(tx, agenda, line.ownerId)
    const sent = await tx.agendaItem.findUnique({ where: { createdById_clientId: { createdById: viewer.id, clientId } } })
    if (sent) {
      const same = sent.title === line.title && sent.ownerId === line.ownerId && sent.minutes === line.minutes
      if (same || sent.roomId !== roomId || sent.sessionId !== agenda.sessionId) return null
      await tx.agendaItem.update({ where: { id: sent.id }, data: line })
      return { now: true }
    }
    const position = await nextPosition(tx, agenda)
    const { communityId, sessionId } = agenda
    await tx.agendaItem.create({
      data: { communityId, roomId, sessionId, createdById: viewer.id, clientId, position, createdAt: now, ...line },
    })
    return {}
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
