import { requireStandingInside } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { requireThread } from '#communities/threads/require-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { ActionItem } from './contract.ts'
import { listActionsOf } from './list-actions-of.server.ts'

/**
 * The actions of a thread, or of a session, in the order in which they were made.
 *
 * @throws DomainError `thread.notFound`, `thread.gone`, `session.notFound` (also where the viewer may not know of it), `community.forbidden`
 */
export async function listActions(
  viewer: Pick<Viewer, 'id' | 'role'>,
  where: { threadId: string } | { sessionId: string },
): Promise<ActionItem[]> {
  if ('threadId' in where) {
    await requireThread(viewer, where.threadId, 'community.read')
    return listActionsOf([where.threadId])
  }
  const session = await db.session.findUnique({
    where: { id: where.sessionId },
    select: { communityId: true, thread: { select: { id: true } } },
  })
  if (!session) throw new DomainError('session.notFound')
  await requireStandingInside(viewer, session.communityId, 'community.read', 'session.notFound')
  return session.thread ? listActionsOf([session.thread.id]) : []
}
