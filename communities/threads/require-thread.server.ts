import type { Verb } from '#communities/memberships/contract.ts'
import { type Asker, findStanding, may, type StandingIn } from '#communities/memberships/permissions.server.ts'
import { db, type Thread } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'

export interface ThreadInCommunity extends StandingIn {
  thread: Thread
}

/**
 * A thread that the viewer may do something in.
 *
 * @throws DomainError `thread.notFound` (also where the viewer may not read it), `thread.gone` (deleted), `community.archived`, `community.forbidden`
 */
export async function requireThread(viewer: Asker, threadId: string, verb: Verb, { deleted = false } = {}): Promise<ThreadInCommunity> {
  const thread = await db.thread.findUnique({ where: { id: threadId } })
  const found = thread && (await findStanding(viewer, { id: thread.communityId }))
  if (!thread || !found || !may(found.standing, 'community.read')) throw new DomainError('thread.notFound')
  if (thread.deletedAt && !deleted) throw new DomainError('thread.gone')
  if (!may(found.standing, verb)) throw new DomainError(found.standing.archived ? 'community.archived' : 'community.forbidden')
  return { ...found, thread }
}
