import type { FeedWithSessions } from '#app/ui/feed/feed-list.tsx'
import type { Viewer } from '#communities/people/contract.ts'
import { FEED_PAGE_MAX, FEED_PAGE_SIZE, readFeed } from '#communities/threads/read-feed.server.ts'
import { describeTalks } from '#rooms/agenda/describe-talks.server.ts'
import { describeMoments } from '#rooms/recordings/watching/describe-moments.server.ts'
import { describeSessions } from '#rooms/sessions/describe-sessions.server.ts'

interface Where {
  communityId?: string
  cursor?: string | null
  limit?: number
}

/** A page of the feed together with the sessions that its threads tell of, and when its threads were discussed live. */
export async function readFeedPage(viewer: Viewer, where: Where): Promise<FeedWithSessions> {
  const page = await readFeed(viewer, where)
  const sessionIds = page.threads.flatMap((thread) => thread.sessionId ?? [])
  const [sessions, talks, moments] = await Promise.all([
    describeSessions(viewer, sessionIds),
    describeTalks(
      viewer,
      page.threads.map(({ id }) => id),
    ),
    describeMoments(viewer, page.threads),
  ])
  return { ...page, sessions: Object.fromEntries(sessions), talks: Object.fromEntries(talks), moments }
}

/** `?count=…`: how many threads somebody had before them who comes back (ui/feed/feed-list.tsx). */
export function readCount(request: Request): { limit: number } {
  const count = Number(new URL(request.url).searchParams.get('count'))
  return { limit: Number.isInteger(count) ? Math.min(Math.max(count, FEED_PAGE_SIZE), FEED_PAGE_MAX) : FEED_PAGE_SIZE }
}
