import { type Asker, findStanding, may } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { Agenda } from '#rooms/agenda/contract.ts'
import { gatherAgenda } from './gather-agenda.server.ts'

/**
 * The agenda of a session, or of a room as it is now: of its open session, else of its next one. Who may read it is asked now, not when
 * the session was.
 *
 * @throws DomainError `room.notFound`, `session.notFound`, also where the viewer may not know that they exist
 */
export async function readAgenda(viewer: Asker, where: { roomId: string } | { sessionId: string }): Promise<Agenda> {
  const select = { communityId: true }
  const place =
    'roomId' in where
      ? await db.room.findUnique({ where: { id: where.roomId }, select })
      : await db.session.findUnique({ where: { id: where.sessionId }, select })
  const found = place && (await findStanding(viewer, { id: place.communityId }))
  const agenda = found && may(found.standing, 'room.see') ? await gatherAgenda(where) : null
  if (!agenda) throw new DomainError('roomId' in where ? 'room.notFound' : 'session.notFound')
  return agenda
}
