import { db } from '#platform/db.server.ts'
import type { Asker } from './permissions.server.ts'

/** Takes back the viewer's request to join a community; where none is waiting, nothing happens. */
export async function withdrawJoinRequest(viewer: Asker, communityId: string): Promise<void> {
  await db.joinRequest.updateMany({
    where: { communityId, memberId: viewer.id, state: 'waiting' },
    data: { state: 'withdrawn', decidedAt: new Date() },
  })
}
