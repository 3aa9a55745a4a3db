import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { instantSchema } from '#platform/instants.server.ts'
import { inboxChanges } from './contract.ts'
import { publishInbox } from './publish-inbox.server.ts'

/** More than a page shows at one time. */
const MATTERS_MAX = 150

const input = z.object({
  change: z.enum(inboxChanges, 'input.invalid'),
  matters: z
    .array(z.object({ id: z.uuid('input.invalid'), happenedAt: instantSchema('input.invalid') }), 'input.invalid')
    .max(MATTERS_MAX, 'input.invalid'),
})

/**
 * Marks matters of the viewer's inbox read, unread, done, or not done after all; of those that are somebody else's, or gone,
 * nothing happens. Each says how it was seen (`happenedAt`): one to which something new happened meanwhile stays as it is.
 * Repeating it changes nothing. All devices hear of it.
 *
 * @throws InvalidInput
 */
export async function changeInbox(viewer: Pick<Viewer, 'id'>, raw: unknown, now = new Date()): Promise<void> {
  const { change, matters } = parseInput(input, raw)
  const seen = matters.map(({ id, happenedAt }) => ({ id, happenedAt: { lte: new Date(happenedAt) } }))
  const effects = {
    read: { where: { readAt: null }, data: { readAt: now } },
    unread: { where: { readAt: { not: null } }, data: { readAt: null } },
    done: { where: { doneAt: null }, data: { doneAt: now } },
    undone: { where: { doneAt: { not: null } }, data: { doneAt: null } },
  } as const
  const { where, data } = effects[change]
  const { count } = await db.inboxItem.updateMany({ where: { memberId: viewer.id, OR: seen, ...where }, data })
  if (count > 0) await publishInbox([viewer.id])
}
