import { z } from 'zod'
import { type Asker, requireStanding } from '#communities/memberships/permissions.server.ts'
import { threadChanged } from '#communities/threads/contract.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { optionalLineSchema } from '#platform/visible-text.server.ts'
import { publishRoster } from '#rooms/presence/publish-roster.server.ts'
import { writeSessionText } from '#rooms/search/write-session-text.server.ts'
import { TOPIC_MAX } from '#rooms/sessions/contract.ts'

const inputSchema = z.object({ topic: optionalLineSchema(TOPIC_MAX, 'topic.tooLong') })

/**
 * Says what a session is about, while it runs and after; empty takes the topic away. The last one to say it counts.
 *
 * @throws InvalidInput `topic`; DomainError `session.notFound`, `community.archived`, `community.forbidden`, `limit.reached`
 */
export async function setTopic(viewer: Asker, sessionId: string, input: unknown): Promise<void> {
  const session = await db.session.findUnique({ where: { id: sessionId }, select: { roomId: true, communityId: true } })
  if (!session) throw new DomainError('session.notFound')
  const { roomId, communityId } = session
  await requireStanding(viewer, { id: communityId }, 'session.setTopic').catch((error: unknown) => {
    throw error instanceof DomainError && error.code === 'community.notFound' ? new DomainError('session.notFound') : error
  })
  const { topic } = parseInput(inputSchema, input)
  await writingLimit.spend(viewer.id)
  const thread = await db.$transaction(async (tx) => {
    const updated = await tx.session.update({ where: { id: sessionId }, data: { topic }, select: { thread: { select: { id: true } } } })
    await writeSessionText(tx, sessionId)
    await tx.room.update({ where: { id: roomId }, data: { rosterRev: { increment: 1 } } })
    return updated.thread
  })
  publishRoster(roomId)
  if (thread) publish(`community:${communityId}`, threadChanged, { communityId, threadId: thread.id, deleted: false })
}
