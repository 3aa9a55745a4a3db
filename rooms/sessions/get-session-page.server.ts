import type { Asker } from '#communities/memberships/permissions.server.ts'
import { personCardSelect } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { SessionPage } from '#rooms/sessions/contract.ts'
import { describeSessions } from './describe-sessions.server.ts'

/**
 * A session's permanent page: its card, the timeline of who was there when, and its thread. Who may read it is asked now, not
 * when the session was.
 *
 * @throws DomainError `session.notFound`, also where the viewer may not read it, and where nobody ever came
 */
export async function getSessionPage(viewer: Asker, sessionId: string): Promise<SessionPage> {
  const session = (await describeSessions(viewer, [sessionId])).get(sessionId)
  if (!session || session.personCount === 0) throw new DomainError('session.notFound')
  const [visits, thread] = await Promise.all([
    db.visit.findMany({
      where: { sessionId },
      orderBy: [{ joinedAt: 'asc' }, { memberId: 'asc' }],
      select: { joinedAt: true, leftAt: true, member: { select: personCardSelect } },
    }),
    db.thread.findUnique({ where: { sessionId, deletedAt: null }, select: { id: true } }),
  ])
  return {
    session,
    visits: visits.map(({ member, joinedAt, leftAt }) => ({ person: member, joinedAt, leftAt })),
    threadId: thread?.id ?? null,
  }
}
