import type { FeedWithSessions } from '#app/ui/feed/feed-list.tsx'
import type { Viewer } from '#communities/people/contract.ts'
import { readFeed } from '#communities/threads/read-feed.server.ts'
import { describeSessions } from '#rooms/sessions/describe-sessions.server.ts'

/** A page of the feed together with the sessions that its threads tell of. */
export async function readFeedPage(viewer: Viewer, where: { communityId?: string; cursor?: string | null }): Promise<FeedWithSessions> {
  const page = await readFeed(viewer, where)
  const sessionIds = page.threads.flatMap((thread) => thread.sessionId ?? [])
  const sessions = sessionIds.length > 0 ? await describeSessions(viewer, sessionIds) : new Map()
  return { ...page, sessions: Object.fromEntries(sessions) }
}
