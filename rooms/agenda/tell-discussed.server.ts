import { threadChanged } from '#communities/threads/contract.ts'
import { publish } from '#platform/realtime.server.ts'

/** Tells where threads are on screen that what they say about being discussed live has changed. Call it after the commit. */
export function tellDiscussed(communityId: string, items: readonly { threadId: string | null }[]): void {
  const threadIds = new Set(items.flatMap(({ threadId }) => threadId ?? []))
  for (const threadId of threadIds) publish(`community:${communityId}`, threadChanged, { communityId, threadId, deleted: false })
}
