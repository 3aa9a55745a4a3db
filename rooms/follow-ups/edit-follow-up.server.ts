import { z } from 'zod'
import { renderVisible } from '#communities/mentions/render-with-mentions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { writeSessionText } from '#rooms/search/write-session-text.server.ts'
import { changeFollowUp, followUpFields } from './change-follow-up.server.ts'
import { lockOwnFollowUp, requireFollowUpPlace } from './lock-follow-up.server.ts'
import { tellConcerned } from './tell-concerned.server.ts'
import { tellFollowUp } from './tell-follow-up.server.ts'

const input = z.object(followUpFields)

/**
 * Changes what a follow-up says, before or after it is published: for its owner. What it said before is kept. Of two who change it at
 * once, the second is told so and loses nothing; the same words again change nothing.
 *
 * @returns its `rev` then
 * @throws InvalidInput `title`, `markdown`; DomainError `session.notFound`, `followUp.notFound`, `followUp.notYours`,
 *   `followUp.dismissed`, `followUp.changed`, `community.archived`, `community.forbidden`, `limit.reached`
 */
export async function editFollowUp(viewer: Viewer, sessionId: string, raw: unknown, now = new Date()): Promise<number> {
  const place = await requireFollowUpPlace(viewer, sessionId, 'followUp.write')
  const { title, markdown, rev } = parseInput(input, raw)
  await writingLimit.spend(viewer.id)
  const written = await renderVisible(place.communityId, markdown)
  const { followUp, told } = await db.$transaction(async (tx) => {
    const before = await lockOwnFollowUp(tx, viewer, sessionId)
    if (before.state === 'dismissed') throw new DomainError('followUp.dismissed')
    const after = await changeFollowUp(tx, viewer.id, before, { title, markdown, rev, written }, now)
    await writeSessionText(tx, sessionId)
    if (after.state !== 'published') return { followUp: after, told: [] }
    const { mentionedIds } = written
    return { followUp: after, told: await tellConcerned(tx, place, after, { actorId: viewer.id, mentionedIds, onlyNew: true }, now) }
  })
  await tellFollowUp(place, told)
  return followUp.rev
}
