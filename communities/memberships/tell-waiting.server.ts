import { notify } from '#communities/inbox/notify.server.ts'
import type { Tx } from '#platform/db.server.ts'

/** Names the matter "they ask to join": asking, withdrawing and asking again is one item in an inbox. */
export const joinRequestKey = (communityId: string, memberId: string) => `joinRequest:${communityId}:${memberId}`

/**
 * Puts into the inbox of somebody who decides in a community from now on what waits there to be decided already: those who ask to
 * join.
 *
 * @returns whose inboxes changed, for `publishInbox` after the commit
 */
export async function tellWaiting(tx: Tx, communityId: string, memberId: string): Promise<string[]> {
  const waiting = await tx.joinRequest.findMany({
    where: { communityId, state: 'waiting' },
    select: { id: true, memberId: true, message: true },
  })
  return notify(
    tx,
    waiting.map((request) => ({
      memberId,
      communityId,
      kind: 'joinRequest',
      key: joinRequestKey(communityId, request.memberId),
      actorId: request.memberId,
      joinRequestId: request.id,
      excerpt: request.message,
    })),
  )
}
