import { z } from 'zod'
import { notify } from '#communities/inbox/notify.server.ts'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { morningOf } from '#communities/people/working-morning.server.ts'
import { type Action, db, type Tx } from '#platform/db.server.ts'
import { cancelJob, enqueueJob, handleJobs, type JobKind } from '#platform/jobs.server.ts'
import { dateToDay } from './fields.server.ts'

const payload = z.object({ actionId: z.uuid(), dueOn: z.iso.date() })

/** Reminds who has an action on the morning of the day that it is due. */
const actionDue = { name: 'actions.due', payload, afterDeath: 'again' } as const satisfies JobKind<typeof payload>

const keyOf = (actionId: string, dueOn: Date) => `action-due:${actionId}:${dateToDay(dueOn)}`

/**
 * Plans the one reminder of an action, in the transaction that set its day or who has it: at 08:00 of that day where they are. A plan
 * for another day or person is taken back. A morning that is over brings none: whoever set it knows.
 */
export async function planReminder(
  tx: Tx,
  before: Pick<Action, 'dueOn'> | null,
  action: Pick<Action, 'id' | 'dueOn' | 'assigneeId'>,
  now = new Date(),
): Promise<void> {
  if (before?.dueOn) await cancelJob(tx, keyOf(action.id, before.dueOn))
  const { id: actionId, dueOn, assigneeId } = action
  if (!dueOn || !assigneeId) return
  const { timeZone } = await tx.member.findUniqueOrThrow({ where: { id: assigneeId }, select: { timeZone: true } })
  const day = dateToDay(dueOn) ?? ''
  const runAt = morningOf(timeZone, day)
  if (runAt > now) await enqueueJob(tx, actionDue, { actionId, dueOn: day }, { key: keyOf(actionId, dueOn), runAt })
}

/** Registers who reminds: of an action that is still open and still due that day. */
export function remindOfActions(): void {
  handleJobs(actionDue, async ({ actionId, dueOn }, { now, finish }) => {
    const told = await db.$transaction(async (tx) => {
      const action = await tx.action.findFirst({
        where: { id: actionId, dueOn: new Date(`${dueOn}T00:00:00Z`), doneAt: null, deletedAt: null, thread: { deletedAt: null } },
      })
      await finish(tx)
      if (!action?.assigneeId) return []
      const { assigneeId: memberId, communityId, threadId, sessionId, text: excerpt } = action
      const matter = { memberId, communityId, threadId, sessionId, actionId, excerpt }
      return notify(tx, [{ ...matter, kind: 'actionDue', key: `action:${actionId}` }], now)
    })
    await publishInbox(told)
  })
}
