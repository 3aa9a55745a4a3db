import type { Verb } from '#communities/memberships/contract.ts'
import { type Asker, requireStanding } from '#communities/memberships/permissions.server.ts'
import { type Db, db, type FollowUp, type Tx } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { lockSession } from '#rooms/presence/record-facts.server.ts'

/** Where a session's follow-up is. */
export interface FollowUpPlace {
  sessionId: string
  roomId: string
  communityId: string
  threadId: string | null
}

/**
 * Lets through who may do this with the follow-up of a session.
 *
 * @throws DomainError `session.notFound` (also where the viewer may not read it), `community.archived`, `community.forbidden`
 */
export async function requireFollowUpPlace(viewer: Asker, sessionId: string, verb: Verb, client: Db = db): Promise<FollowUpPlace> {
  const session = await client.session.findUnique({
    where: { id: sessionId },
    select: { roomId: true, communityId: true, thread: { select: { id: true, deletedAt: true } } },
  })
  if (!session) throw new DomainError('session.notFound')
  const { roomId, communityId, thread } = session
  await requireStanding(viewer, { id: communityId }, 'room.see', client).catch((error: unknown) => {
    throw error instanceof DomainError ? new DomainError('session.notFound') : error
  })
  await requireStanding(viewer, { id: communityId }, verb, client)
  return { sessionId, roomId, communityId, threadId: thread && !thread.deletedAt ? thread.id : null }
}

/**
 * Takes the locks under which a follow-up is changed, one after the other: the session's row first, as the chat, the notes and late
 * facts do. So none of them waits for another crosswise, and the search tells what the last of them left.
 *
 * @throws DomainError `followUp.notFound`
 */
export async function lockFollowUp(tx: Tx, sessionId: string): Promise<FollowUp> {
  await lockSession(tx, sessionId)
  await tx.$queryRaw`SELECT 1 FROM "FollowUp" WHERE "sessionId" = ${sessionId}::uuid FOR UPDATE`
  const followUp = await tx.followUp.findUnique({ where: { sessionId } })
  if (!followUp) throw new DomainError('followUp.notFound')
  return followUp
}

/** As `lockFollowUp`, for its owner. @throws DomainError `followUp.notFound`, `followUp.notYours` */
export async function lockOwnFollowUp(tx: Tx, viewer: Asker, sessionId: string): Promise<FollowUp> {
  const followUp = await lockFollowUp(tx, sessionId)
  if (followUp.ownerId !== viewer.id) throw new DomainError('followUp.notYours')
  return followUp
}
