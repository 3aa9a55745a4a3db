import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db, Prisma, readRows } from '#platform/db.server.ts'
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
  const [cards, people, thread, notes] = await Promise.all([
    describeSessions(viewer, [sessionId]),
    readPeople(sessionId, everybody ? null : PEOPLE_SHOWN),
    db.thread.findUnique({ where: { sessionId, deletedAt: null }, select: { id: true } }),
    db.notes.findUnique({ where: { sessionId }, select: { html: true } }),
  ])
  const session = cards.get(sessionId)
  if (!session || session.personCount === 0) throw new DomainError('session.notFound')
  return { session, people, threadId: thread?.id ?? null, notesHtml: notes?.html ?? '' }
}

interface VisitRow {
  memberId: string
  name: string
  photoKey: string | null
  joinedAt: Date
  leftAt: Date | null
}

/** The first people by arrival, with all of their visits. */
async function readPeople(sessionId: string, most: number | null): Promise<PersonVisits[]> {
  const visits = await readRows<VisitRow>(Prisma.sql`
    SELECT visit."memberId", member.name, member."photoKey", visit."joinedAt", visit."leftAt"
    FROM (
      SELECT "memberId", min("joinedAt") AS "joinedAt" FROM "Visit" WHERE "sessionId" = ${sessionId}::uuid
      GROUP BY "memberId" ORDER BY 2, 1 LIMIT ${most}
    ) first
    JOIN "Visit" visit ON visit."sessionId" = ${sessionId}::uuid AND visit."memberId" = first."memberId"
    JOIN "Member" member ON member.id = visit."memberId"
    ORDER BY first."joinedAt", visit."memberId", visit."joinedAt"`)
  const byMember = new Map<string, PersonVisits>()
  for (const { memberId, name, photoKey, ...visit } of visits) {
    const row = byMember.get(memberId) ?? { person: { id: memberId, name, photoKey }, visits: [] }
    row.visits.push(visit)
    byMember.set(memberId, row)
  }
  return [...byMember.values()]
}
