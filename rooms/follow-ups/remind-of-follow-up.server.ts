import { z } from 'zod'
import { notify } from '#communities/inbox/notify.server.ts'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { nextWorkingMorning } from '#communities/people/working-morning.server.ts'
import { db, type Tx } from '#platform/db.server.ts'
import { cancelJob, enqueueJob, handleJobs, type JobKind } from '#platform/jobs.server.ts'
import { lockSession } from '#rooms/presence/record-facts.server.ts'

const payload = z.object({ sessionId: z.uuid() })
/** Reminding twice is one item in the inbox, so that it bears repeating. */
const reminder: JobKind<typeof payload> = { name: 'follow-up.remind', payload, afterDeath: 'again' }

/** Who was in a session until late, or met early, is not reminded at once. */
const REST_MS = 4 * 60 * 60_000

/** Names the matter "this follow-up is to be written": the inbox item's key, and the reminder's. */
export const dueKey = (sessionId: string) => `follow-up-due:${sessionId}`

/** Asks for the one reminder, the next working morning where the owner is. Asking again changes nothing. */
export async function planReminder(tx: Tx, sessionId: string, ownerId: string, now: Date): Promise<void> {
  const owner = await tx.member.findUniqueOrThrow({ where: { id: ownerId }, select: { timeZone: true } })
  const rested = new Date(now.getTime() + REST_MS)
  await enqueueJob(tx, reminder, { sessionId }, { key: dueKey(sessionId), runAt: nextWorkingMorning(owner.timeZone, rested) })
}

/** Takes the reminder back: it was published, or there is nothing to report. */
export async function cancelReminder(tx: Tx, sessionId: string): Promise<void> {
  await cancelJob(tx, dueKey(sessionId))
}

/** Puts "the follow-up is to be written" into its owner's inbox, or brings it up there again. */
export async function tellDue(
  tx: Tx,
  due: { sessionId: string; roomId: string; communityId: string; threadId: string | null; ownerId: string },
  now: Date,
): Promise<string[]> {
  const { ownerId, ...places } = due
  return notify(tx, [{ ...places, memberId: ownerId, kind: 'followUpDue', key: dueKey(due.sessionId) }], now)
}

/** It is written, or there is nothing to write: the item is done for whoever has it. Answers whose inbox changed. */
export async function settleDue(tx: Tx, sessionId: string, now: Date, exceptId?: string): Promise<string[]> {
  const items = await tx.inboxItem.updateManyAndReturn({
    where: { key: dueKey(sessionId), doneAt: null, ...(exceptId && { memberId: { not: exceptId } }) },
    data: { doneAt: now },
    select: { memberId: true },
  })
  return items.map(({ memberId }) => memberId)
}

/** Registers who reminds of follow-ups that are still to be written. */
export function remindOfFollowUps(): void {
  handleJobs(reminder, async ({ sessionId }, run) => {
    const told = await db.$transaction(async (tx) => {
      await lockSession(tx, sessionId)
      const found = await tx.$queryRaw<{ ownerId: string | null; roomId: string; communityId: string; threadId: string | null }[]>`
        SELECT "FollowUp"."ownerId", session."roomId", session."communityId", thread.id AS "threadId"
        FROM "FollowUp" JOIN "Session" session ON session.id = "FollowUp"."sessionId"
        LEFT JOIN "Thread" thread ON thread."sessionId" = session.id AND thread."deletedAt" IS NULL
        WHERE "FollowUp"."sessionId" = ${sessionId}::uuid AND state = 'draft' FOR UPDATE OF "FollowUp"`
      await run.finish(tx)
      const [due] = found
      return due?.ownerId ? tellDue(tx, { ...due, ownerId: due.ownerId, sessionId }, run.now) : []
    })
    await publishInbox(told)
  })
}
