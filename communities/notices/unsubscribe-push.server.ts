import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'

/** Stops telling this browser. Repeating it does nothing. */
export async function unsubscribePush(viewer: Pick<Viewer, 'signInId'>): Promise<void> {
  await db.pushSubscription.deleteMany({ where: { signInId: viewer.signInId } })
}
