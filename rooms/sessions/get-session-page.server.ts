import type { Asker } from '#communities/memberships/permissions.server.ts'
import { personCardSelect } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { PersonVisits, SessionPage } from '#rooms/sessions/contract.ts'
import { describeSessions } from './describe-sessions.server.ts'

/** The timeline begins with so many people: a large meeting's page is as light as a small one's. */
const PEOPLE_SHOWN = 10

/**
 * A session's permanent page: its card, the timeline of who was there when, and its thread. Who may read it is asked now, not
 * when the session was.
 *
 * @throws DomainError `session.notFound`, also where the viewer may not read it, and where nobody ever came
 */
export async function getSessionPage(viewer: Asker, sessionId: string, { everybody = false } = {}): Promise<SessionPage> {
  const session = (await describeSessions(viewer, [sessionId])).get(sessionId)
  if (!session || session.personCount === 0) throw new DomainError('session.notFound')
  const [people, thread, notes] = await Promise.all([
    readPeople(sessionId, everybody ? null : PEOPLE_SHOWN),
    db.thread.findUnique({ where: { sessionId, deletedAt: null }, select: { id: true } }),
    db.notes.findUnique({ where: { sessionId }, select: { html: true } }),
  ])
  return { session, people, threadId: thread?.id ?? null, notesHtml: notes?.html ?? '' }
}

/** The first people by arrival, with all of their visits. */
async function readPeople(sessionId: string, most: number | null): Promise<PersonVisits[]> {
  const first = await db.visit.groupBy({
    by: ['memberId'],
    where: { sessionId },
    _min: { joinedAt: true },
    orderBy: [{ _min: { joinedAt: 'asc' } }, { memberId: 'asc' }],
    ...(most && { take: most }),
  })
  const visits = await db.visit.findMany({
    where: { sessionId, memberId: { in: first.map(({ memberId }) => memberId) } },
    orderBy: { joinedAt: 'asc' },
    select: { memberId: true, joinedAt: true, leftAt: true, member: { select: personCardSelect } },
  })
  const byMember = new Map<string, PersonVisits>(
    first.map(({ memberId }) => [memberId, { person: { id: memberId, name: '', photoKey: null }, visits: [] }]),
  )
  for (const { memberId, member, ...visit } of visits) {
    const row = byMember.get(memberId)
    if (!row) continue
    row.person = member
    row.visits.push(visit)
  }
  return [...byMember.values()]
}
