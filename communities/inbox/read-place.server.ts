import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { publishInbox } from './publish-inbox.server.ts'

const input = z.union([z.object({ threadId: z.uuid('input.invalid') }), z.object({ sessionId: z.uuid('input.invalid') })])

/**
 * The viewer looks at a thread, or at a session's page: what their inbox tells of it is read. Repeating it changes nothing.
 *
 * @throws InvalidInput
 */
export async function readPlace(viewer: Pick<Viewer, 'id'>, raw: unknown, now = new Date()): Promise<void> {
  const place = parseInput(input, raw)
  const { count } = await db.inboxItem.updateMany({ where: { ...place, memberId: viewer.id, readAt: null }, data: { readAt: now } })
  if (count > 0) await publishInbox([viewer.id])
}
