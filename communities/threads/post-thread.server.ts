import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { requireStanding } from '#communities/memberships/permissions.server.ts'
import { renderWithMentions } from '#communities/mentions/render-with-mentions.server.ts'
import { tellMentioned } from '#communities/mentions/tell-mentioned.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db, isUniqueViolation } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { changeText } from './change-text.server.ts'
import { threadPosted } from './contract.ts'
import { clientIdSchema, idSchema, markdownSchema } from './fields.server.ts'
import { findMoment, momentSchema } from './find-moment.server.ts'

const input = z.object({ communityId: idSchema, markdown: markdownSchema, clientId: clientIdSchema, moment: momentSchema })

/** Shared by everything that one can write: a person does not reach it, a loop does. */
export const writingLimit = defineLimit('writing', 60, 60)

/**
 * Posts an update to a community and tells who watches it. Sending it again with the same `clientId` posts nothing twice;
 * what it says then, if it says something else, is what stays: an answer that was lost on its way loses no text. `moment`: the point of
 * a recording that it quotes; without it, the first that its text links to.
 *
 * @returns the thread's id
 * @throws InvalidInput; DomainError `community.notFound`, `community.forbidden`, `community.archived`, `limit.reached`
 */
export async function postThread(viewer: Viewer, raw: unknown, now = new Date()): Promise<string> {
  const { communityId, markdown, clientId, moment: chosen } = parseInput(input, raw)
  await requireStanding(viewer, { id: communityId }, 'thread.post')
  await writingLimit.spend(viewer.id)
  const written = await renderWithMentions(communityId, markdown)
  const moment = await findMoment(viewer, chosen, markdown)
  try {
    const { threadId, told } = await db.$transaction(async (tx) => {
      const { id: threadId } = await tx.thread.create({
        data: {
          communityId,
          kind: 'update',
          authorId: viewer.id,
          clientId: clientId ?? null,
          markdown,
          html: written.html,
          createdAt: now,
          lastActivityAt: now,
          ...moment,
        },
        select: { id: true },
      })
      return { threadId, told: await tellMentioned(tx, { ...written, communityId, threadId, actorId: viewer.id }, now) }
    })
    publish(`community:${communityId}`, threadPosted, { communityId, threadId, authorId: viewer.id, kind: 'update' })
    await publishInbox(told)
    return threadId
  } catch (error) {
    if (!clientId || !isUniqueViolation(error)) throw error
    const sent = await db.thread.findUniqueOrThrow({
      where: { authorId_clientId: { authorId: viewer.id, clientId } },
      select: { id: true, deletedAt: true, markdown: true },
    })
    if (!sent.deletedAt && sent.markdown !== markdown) await changeText(viewer, { threadId: sent.id }, markdown, null)
    return sent.id
  }
}
