import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { writeSessionText } from '#rooms/search/write-session-text.server.ts'
import { lockOwnFollowUp, requireFollowUpPlace } from './lock-follow-up.server.ts'
import { cancelReminder, planReminder, settleDue, tellDue } from './remind-of-follow-up.server.ts'
import { tellFollowUp } from './tell-follow-up.server.ts'

const input = z.object({ undo: z.union([z.boolean(), z.stringbool()]).default(false) })

/**
 * "Nothing to report": closes a follow-up that nobody will write, for its owner; with `undo`, it is a draft again, as it was. It says
 * which of the two, so that repeating it changes nothing.
 *
 * @throws InvalidInput; DomainError `session.notFound`, `followUp.notFound`, `followUp.notYours`, `followUp.published`,
 *   `community.archived`, `community.forbidden`
 */
export async function dismissFollowUp(viewer: Viewer, sessionId: string, raw: unknown, now = new Date()): Promise<void> {
  const place = await requireFollowUpPlace(viewer, sessionId, 'followUp.write')
  const { undo } = parseInput(input, raw)
  const told = await db.$transaction(async (tx) => {
    const { state } = await lockOwnFollowUp(tx, viewer, sessionId)
    if (state === 'published') throw new DomainError('followUp.published')
    if (state === (undo ? 'draft' : 'dismissed')) return []
    const data = undo ? { state: 'draft' as const, dismissedAt: null } : { state: 'dismissed' as const, dismissedAt: now }
    await tx.followUp.update({ where: { sessionId }, data, select: { sessionId: true } })
    await writeSessionText(tx, sessionId)
    if (undo) {
      await planReminder(tx, sessionId, viewer.id, now)
      return tellDue(tx, { ...place, ownerId: viewer.id }, now)
    }
    await cancelReminder(tx, sessionId)
    return settleDue(tx, sessionId, now)
  })
  await tellFollowUp(place, told, { due: true })
}
