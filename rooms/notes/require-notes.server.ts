import { type Asker, findStanding, may, requireStanding } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'

/** A session as its notes look at it. */
export interface NotedSession {
  id: string
  endedAt: Date | null
  mayEdit: boolean
}

/**
 * Lets through who may read a session's notes, or with `notes.edit` who may write into them.
 *
 * @throws DomainError `session.notFound` (also where the viewer may not read it), `community.archived`, `community.forbidden`
 */
export async function requireNotes(asker: Asker, sessionId: string, verb: 'room.see' | 'notes.edit'): Promise<NotedSession> {
  const session = await db.session.findUnique({ where: { id: sessionId }, select: { id: true, endedAt: true, communityId: true } })
  const found = session && (await findStanding(asker, { id: session.communityId }))
  if (!session || !found || !may(found.standing, 'community.see')) throw new DomainError('session.notFound')
  if (verb === 'room.see' && !may(found.standing, verb)) throw new DomainError('session.notFound')
  const mayEdit = may(found.standing, 'notes.edit')
  if (verb === 'notes.edit' && !mayEdit) await requireStanding(asker, { id: session.communityId }, verb)
  return { id: session.id, endedAt: session.endedAt, mayEdit }
}
