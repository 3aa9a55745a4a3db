import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { requireStanding } from '#communities/memberships/permissions.server.ts'
import { renderVisible } from '#communities/mentions/render-with-mentions.server.ts'
import { tellMentioned } from '#communities/mentions/tell-mentioned.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { findWritten, idempotencyKeySchema, writeOnce } from '#platform/idempotency.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { threadPosted } from './contract.ts'
import { idSchema, markdownSchema } from './fields.server.ts'
import { findMoment, momentSchema } from './find-moment.server.ts'

const input = z.object({
  communityId: idSchema,
  markdown: markdownSchema,
  clientId: idempotencyKeySchema.optional(),
  moment: momentSchema,
})

/** Shared by everything that one can write: a person does not reach it, a loop does. */
export const writingLimit = defineLimit('writing', 60, 60)

/**
 * Posts an update to a community and tells who watches it. `clientId` is an idempotency key: the same post sent again is answered with
 * the first one's id, and changes nothing. `moment`: the point of a recording that it quotes; without it, the first that its text
 * links to.
 *
 * @returns the thread's id
 * @throws InvalidInput; DomainError `community.notFound`, `community.forbidden`, `community.archived`, `attempt.changed`, `limit.reached`
 */
export async function postThread(viewer: Viewer, raw: unknown, now = new Date()): Promise<string> {
  const { communityId, markdown, clientId: key, moment: chosen } = parseInput(input, raw)
  await requireStanding(viewer, { id: communityId }, 'thread.post')
  const content = [markdown, chosen?.recordingId, chosen?.momentMs]
  const attempt = { memberId: viewer.id, verb: 'thread.post', placeId: communityId, key, content }
  const sent = await findWritten(attempt)
  if (sent) return sent
  await writingLimit.spend(viewer.id)
  const written = await renderVisible(communityId, markdown)
  const moment = await findMoment(viewer, chosen, markdown)
  const { id: threadId, made } = await db.$transaction((tx) =>
    writeOnce(tx, attempt, async () => {
      const { id } = await tx.thread.create({
        data: {
          communityId,
          kind: 'update',
          authorId: viewer.id,
          markdown,
          html: written.html,
          createdAt: now,
          lastActivityAt: now,
          ...moment,
        },
        select: { id: true },
      })
      return { id, told: await tellMentioned(tx, { ...written, communityId, threadId: id, actorId: viewer.id }, now) }
    }),
  )
  if (!made) return threadId
  publish(`community:${communityId}`, threadPosted, { communityId, threadId, authorId: viewer.id, kind: 'update' })
  await publishInbox(made.told)
  return threadId
}
