import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { db } from '#platform/db.server.ts'
import { listApprovers } from './list-approvers.server.ts'
import type { Asker } from './permissions.server.ts'
import { tellMembers } from './tell-members.server.ts'

/** Takes back the viewer's request to join a community; where none is waiting, nothing happens. */
export async function withdrawJoinRequest(viewer: Asker, communityId: string): Promise<void> {
  const { count } = await db.joinRequest.updateMany({
    where: { communityId, memberId: viewer.id, state: 'waiting' },
    data: { state: 'withdrawn', decidedAt: new Date() },
  })
  if (count > 0) await publishInbox(await listApprovers(db, communityId))
  tellMembers(communityId, viewer.id)
}
