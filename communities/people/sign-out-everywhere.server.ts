import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { disconnectSignIns } from './disconnect-sign-ins.server.ts'
import { revokeSignIns } from './revoke-sign-ins.server.ts'

/** Signs a member out of all browsers, this one too; their sockets end. Repeating it does nothing. */
export async function signOutEverywhere(viewer: Pick<Viewer, 'id'>): Promise<void> {
  disconnectSignIns(await revokeSignIns(db, { memberId: viewer.id }))
}
