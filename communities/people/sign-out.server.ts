import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { disconnectSignIns } from './disconnect-sign-ins.server.ts'
import { revokeSignIns } from './revoke-sign-ins.server.ts'

/** Signs this browser out: its row is revoked, its sockets are ended. Repeating it does nothing. */
export async function signOut(viewer: Pick<Viewer, 'signInId'>): Promise<void> {
  disconnectSignIns(await revokeSignIns(db, { id: viewer.signInId }))
}
