import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { enqueueJob } from '#platform/jobs.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { pushJob } from './push-job.server.ts'

const limit = defineLimit('push-test', 10, 10 * 60)

/** Sends this browser a notice, to see that it comes. @throws DomainError `push.off`, `limit.reached` */
export async function testPush(viewer: Pick<Viewer, 'id' | 'signInId'>): Promise<void> {
  await limit.spend(viewer.id)
  const subscription = await db.pushSubscription.findFirst({ where: { signInId: viewer.signInId }, select: { id: true } })
  if (!subscription) throw new DomainError('push.off')
  await enqueueJob(db, pushJob, { subscriptionId: subscription.id, itemId: null })
}
