import { dayIn, nextWorkingMorning } from '#communities/people/working-morning.server.ts'
import { db } from '#platform/db.server.ts'
import { digestJob } from './digest-job.server.ts'

/**
 * Sees to it that everybody who wants the morning's mail (or this one member) has a job for their next working morning: one a
 * member and day, so that planning again changes nothing. Who moved to another zone since gets it at their new morning.
 */
export async function planDigests(now = new Date(), memberId?: string): Promise<void> {
  const members = await db.member.findMany({
    where: { digest: true, deactivatedAt: null, ...(memberId && { id: memberId }) },
    select: { id: true, timeZone: true },
  })
  if (members.length === 0) return
  const jobs = members.map(({ id, timeZone }) => {
    const runAt = nextWorkingMorning(timeZone, now)
    const day = dayIn(timeZone, runAt)
    return { kind: digestJob.name, key: `digest:${id}:${day}`, payload: { memberId: id, day }, runAt }
  })
  await db.job.createMany({ data: jobs, skipDuplicates: true })
  const keys = jobs.map(({ key }) => key)
  const mornings = jobs.map(({ runAt }) => runAt.toISOString())
  await db.$executeRaw`
    UPDATE "Job" job SET "runAt" = wanted.morning
    FROM unnest(${keys}::text[], ${mornings}::timestamptz[]) AS wanted(key, morning)
    WHERE job.key = wanted.key AND job."runAt" <> wanted.morning AND job.attempts = 0 AND job."doneAt" IS NULL AND job."claimedUntil" IS NULL`
}
