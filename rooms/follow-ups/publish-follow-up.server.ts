import { z } from 'zod'
import { renderVisible } from '#communities/mentions/render-with-mentions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { dropFollowedUp } from '#rooms/recordings/retention/drop-followed-up.server.ts'
import { writeSessionText } from '#rooms/search/write-session-text.server.ts'
import { changeFollowUp, followUpFields } from './change-follow-up.server.ts'
import { lockOwnFollowUp, requireFollowUpPlace } from './lock-follow-up.server.ts'
import { cancelReminder, settleDue } from './remind-of-follow-up.server.ts'
import { tellConcerned } from './tell-concerned.server.ts'
import { tellFollowUp } from './tell-follow-up.server.ts'

const input = z.object({ ...followUpFields, title: followUpFields.title.optional(), markdown: followUpFields.markdown.optional() })

/**
 * Publishes a follow-up, in one click, with what its owner has typed last (`title`, `markdown`), if anything. The thread comes to the
 * top of its feeds, those whom it concerns are told, and the reminder is taken back. Publishing it again changes nothing.
 *
 * @returns its `rev` then
 * @throws InvalidInput `title`, `markdown`; DomainError `session.notFound`, `followUp.notFound`, `followUp.notYours`,
 *   `followUp.dismissed`, `followUp.changed`, `community.archived`, `community.forbidden`, `limit.reached`
 */
export async function publishFollowUp(viewer: Viewer, sessionId: string, raw: unknown, now = new Date()): Promise<number> {
  const place = await requireFollowUpPlace(viewer, sessionId, 'followUp.write')
  const { title, markdown, rev } = parseInput(input, raw)
  await writingLimit.spend(viewer.id)
  const stored = markdown ?? (await db.followUp.findUnique({ where: { sessionId }, select: { markdown: true } }))?.markdown ?? ''
  const written = await renderVisible(place.communityId, stored)
  const { followUp, told } = await db.$transaction(async (tx) => {
    const before = await lockOwnFollowUp(tx, viewer, sessionId)
    if (before.state === 'dismissed') throw new DomainError('followUp.dismissed')
    if (markdown === undefined && rev !== before.rev && before.state === 'draft')
      throw new DomainError('followUp.changed', { rev: before.rev })
    const text = { title: title ?? before.title, markdown: markdown ?? before.markdown, rev, written }
    const changed = await changeFollowUp(tx, viewer.id, before, text, now)
    if (before.state === 'published') {
      await writeSessionText(tx, sessionId)
      return { followUp: changed, told: [] }
    }
    const published = await tx.followUp.update({
      where: { sessionId },
      data: { state: 'published', publishedAt: now, publishedById: viewer.id },
    })
    await writeSessionText(tx, sessionId)
    await cancelReminder(tx, sessionId)
    await dropFollowedUp(tx, sessionId, now)
    if (place.threadId) await tx.thread.update({ where: { id: place.threadId }, data: { lastActivityAt: now }, select: { id: true } })
    const settled = await settleDue(tx, sessionId, now)
    const concerned = await tellConcerned(tx, place, published, { actorId: viewer.id, mentionedIds: written.mentionedIds }, now)
    return { followUp: published, told: [...new Set([...settled, ...concerned])] }
  })
  await tellFollowUp(place, told, { due: true })
  return followUp.rev
}
