import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { threadChanged } from '#communities/threads/contract.ts'
import { publish } from '#platform/realtime.server.ts'
import { followUpChanged } from '#rooms/follow-ups/contract.ts'
import { roomsChanged } from '#rooms/presence/contract.ts'
import type { FollowUpPlace } from './lock-follow-up.server.ts'

/** Tells browsers that a follow-up changed, after the commit. `due`: whether one is to be written may have changed, which rooms show. */
export async function tellFollowUp(
  { sessionId, communityId, threadId }: FollowUpPlace,
  told: readonly string[],
  { due = false } = {},
): Promise<void> {
  publish(`session:${sessionId}`, followUpChanged, { sessionId })
  if (threadId) publish(`community:${communityId}`, threadChanged, { communityId, threadId, deleted: false })
  if (due) publish(`community:${communityId}`, roomsChanged, { communityId })
  await publishInbox(told)
}
