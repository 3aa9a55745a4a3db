import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { disconnectChannel } from '#platform/realtime.server.ts'

/** Signs this browser out: its row is revoked, its sockets are ended. Repeating it does nothing. */
export async function signOut(viewer: Pick<Viewer, 'signInId'>, now = new Date()): Promise<void> {
  await db.signIn.updateMany({ where: { id: viewer.signInId, revokedAt: null }, data: { revokedAt: now } })
  disconnectChannel(`sign-in:${viewer.signInId}`)
}
