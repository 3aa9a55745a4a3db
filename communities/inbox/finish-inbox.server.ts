import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { instantSchema } from '#platform/instants.server.ts'
import { publishInbox } from './publish-inbox.server.ts'

const input = z.union([z.object({ until: instantSchema('input.invalid') }), z.object({ undo: instantSchema('input.invalid') })])

/**
 * Everything that was in the viewer's inbox `until` an instant (the newest that they saw) is done; with `undo`, what an earlier call
 * answered with is back as it was. What came in later stays open.
 *
 * @returns what `undo` takes: the instant at which it was done
 * @throws InvalidInput
 */
export async function finishInbox(viewer: Pick<Viewer, 'id'>, raw: unknown, now = new Date()): Promise<string> {
  const asked = parseInput(input, raw)
  if ('undo' in asked) {
    await db.inboxItem.updateMany({ where: { memberId: viewer.id, doneAt: new Date(asked.undo) }, data: { doneAt: null } })
  } else {
    await db.inboxItem.updateMany({
      where: { memberId: viewer.id, doneAt: null, happenedAt: { lte: new Date(asked.until) } },
      data: { doneAt: now },
    })
  }
  await publishInbox([viewer.id])
  return now.toISOString()
}
