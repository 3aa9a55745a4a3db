import type { Verb } from '#communities/memberships/contract.ts'
import { type Asker, requireStanding, type StandingIn } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'

export interface ChatOfSession extends StandingIn {
  session: { id: string; roomId: string; communityId: string; endedAt: Date | null }
}

/**
 * Finds the session whose chat somebody wants to read or to write in.
 *
 * @throws DomainError `session.notFound` (also where the viewer may not know that it exists), `community.archived`, `community.forbidden`
 */
export async function requireChat(
  viewer: Asker,
  sessionId: string,
  verb: Extract<Verb, 'room.see' | 'chat.write'>,
): Promise<ChatOfSession> {
  const session = await db.session.findUnique({
    where: { id: sessionId },
    select: { id: true, roomId: true, communityId: true, endedAt: true },
  })
  if (!session) throw new DomainError('session.notFound')
  const found = await requireStanding(viewer, { id: session.communityId }, verb).catch((error: unknown) => {
    const secret = error instanceof DomainError && (error.code === 'community.notFound' || verb === 'room.see')
    throw secret ? new DomainError('session.notFound') : error
  })
  return { session, ...found }
}
