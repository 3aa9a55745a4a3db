import { isQuiet } from '#communities/people/quiet-hours.server.ts'
import type { InboxKind, Tx } from '#platform/db.server.ts'
import { pushJob } from './push-job.server.ts'

/** What is worth a notice: somebody waits for this member, here and now. All else waits in the inbox. */
const pushedKinds: ReadonlySet<InboxKind> = new Set(['mention', 'answer', 'actionAssigned', 'roomBusy', 'joinRequest'])

/**
 * Asks for browser notices of matters that came up in inboxes, in the same transaction: for every browser that its owner allowed
 * and is signed in with, unless the owner has quiet hours. One query where nobody has such a browser.
 */
export async function queuePushes(tx: Tx, items: readonly { id: string; memberId: string; kind: InboxKind }[], now: Date): Promise<void> {
  const pushed = items.filter(({ kind }) => pushedKinds.has(kind))
  if (pushed.length === 0) return
  const subscriptions = await tx.pushSubscription.findMany({
    where: {
      memberId: { in: pushed.map(({ memberId }) => memberId) },
      signIn: { revokedAt: null, expiresAt: { gt: now } },
      member: { deactivatedAt: null },
    },
    select: { id: true, memberId: true, member: { select: { timeZone: true, quietFrom: true, quietTo: true } } },
  })
  const awake = subscriptions.filter(({ member }) => !isQuiet(member, now))
  const data = pushed.flatMap(({ id: itemId, memberId }) =>
    awake
      .filter((subscription) => subscription.memberId === memberId)
      .map(({ id: subscriptionId }) => ({ kind: pushJob.name, payload: { subscriptionId, itemId }, runAt: now })),
  )
  if (data.length > 0) await tx.job.createMany({ data })
}
