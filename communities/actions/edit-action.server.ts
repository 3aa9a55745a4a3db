import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { tellAssignee } from './add-action.server.ts'
import { assigneeSchema, dayToDate, dueOnSchema, requireAssignable, textSchema } from './fields.server.ts'
import { publishActions } from './publish-actions.server.ts'
import { planReminder } from './remind-of-action.server.ts'
import { lockAction, requireAction } from './require-action.server.ts'

const input = z.object({ text: textSchema.optional(), assigneeId: assigneeSchema.optional(), dueOn: dueOnSchema.optional() })

/**
 * Changes what an action says, who has it, or when it is due; what is not given stays. Who gets it is told; the reminder goes with
 * the day and the person. Of two changes at once the last stays.
 *
 * @throws InvalidInput `text`, `assigneeId`, `dueOn`; DomainError `action.notFound`, `thread.gone`, `community.forbidden`, `community.archived`
 */
export async function editAction(viewer: Viewer, actionId: string, raw: unknown, now = new Date()): Promise<void> {
  const { text, assigneeId, dueOn } = parseInput(input, raw)
  const found = await requireAction(viewer, actionId)
  const { before, after, told } = await db.$transaction(async (tx) => {
    const before = await lockAction(tx, found)
    if (before.deletedAt) throw new DomainError('action.notFound')
    if (assigneeId && assigneeId !== before.assigneeId) await requireAssignable(tx, before.communityId, assigneeId)
    const changes = {
      ...(text !== undefined && { text }),
      ...(assigneeId !== undefined && { assigneeId }),
      ...(dueOn !== undefined && { dueOn: dayToDate(dueOn) }),
    }
    const after = await tx.action.update({ where: { id: actionId }, data: { ...changes, editedAt: now } })
    const moved = after.dueOn?.getTime() !== before.dueOn?.getTime()
    const handedOn = after.assigneeId !== before.assigneeId
    if (moved || handedOn) await planReminder(tx, before, after, now)
    return { before, after, told: handedOn && !after.doneAt ? await tellAssignee(tx, after, viewer.id, now) : [] }
  })
  publishActions(after, [before.assigneeId, after.assigneeId])
  await publishInbox([...told, ...(before.assigneeId && before.assigneeId !== after.assigneeId ? [before.assigneeId] : [])])
}
