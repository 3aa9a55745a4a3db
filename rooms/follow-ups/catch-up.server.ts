import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { sessionKey } from './draft-follow-up.server.ts'
import { requireFollowUpPlace } from './lock-follow-up.server.ts'

const input = z.object({ undo: z.union([z.boolean(), z.stringbool()]).default(false) })

/**
 * "I'm up to date": what the viewer missed of a session is done in their inbox, on all their devices; with `undo`, it is there again.
 * Repeating it changes nothing, and where nothing was missed there is nothing to do.
 *
 * @throws InvalidInput; DomainError `session.notFound`
 */
export async function catchUp(viewer: Asker, sessionId: string, raw: unknown, now = new Date()): Promise<void> {
  await requireFollowUpPlace(viewer, sessionId, 'room.see')
  const { undo } = parseInput(input, raw)
  const { count } = await db.inboxItem.updateMany({
    where: { memberId: viewer.id, key: sessionKey(sessionId), doneAt: undo ? { not: null } : null },
    data: undo ? { doneAt: null } : { doneAt: now, readAt: now },
  })
  if (count > 0) await publishInbox([viewer.id])
}
