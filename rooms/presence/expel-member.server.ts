import { db } from '#platform/db.server.ts'
import { removeFromChannel } from '#platform/realtime.server.ts'
import { removeParticipant } from '#rooms/livekit/remove-participant.server.ts'
import { unwatchCommunity } from './watch-closely.server.ts'

/**
 * Shows a former member of a community out: their sockets hear nothing of it any more, and they are put out of its calls.
 * If LiveKit cannot be asked, the sweep puts them out once it can.
 *
 * @throws DomainError `livekit.unavailable`
 */
export async function expelMember(memberId: string, communityId: string): Promise<void> {
  removeFromChannel(`member:${memberId}`, `community:${communityId}`)
  await unwatchCommunity(memberId, communityId)
  const sessions = await db.session.findMany({ where: { communityId, endedAt: null }, select: { id: true } })
  for (const { id } of sessions) await removeParticipant(id, memberId)
}
