import { startChore } from '#platform/chores.server.ts'
import { handleJobs } from '#platform/jobs.server.ts'
import { deliverPush } from './deliver-push.server.ts'
import { digestJob } from './digest-job.server.ts'
import { planDigests } from './plan-digests.server.ts'
import { pushJob } from './push-job.server.ts'
import { sendDigest } from './send-digest.server.ts'

const PLAN_EVERY_MS = 10 * 60_000

/** Takes on the jobs of mails and browser notices; call it before jobs are looked for. */
export function handleNotices(): void {
  handleJobs(pushJob, deliverPush)
  handleJobs(digestJob, sendDigest)
}

/** Plans the mails of the mornings to come, at once and then every ten minutes; the answer stops it. */
export function startPlanningDigests(): () => Promise<void> {
  return startChore('digests', PLAN_EVERY_MS, () => planDigests())
}
