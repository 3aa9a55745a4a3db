import type { LoaderFunctionArgs } from '@remix-run/node'
import { memberJson } from '#app/http/answer.server.ts'
import { readCount, readFeedPage } from '#app/http/read-feed-page.server.ts'
import type { FeedWithSessions } from '#app/ui/feed/feed-list.tsx'
import { idSchema } from '#communities/threads/fields.server.ts'

/** GET `?cursor=…[&community=<id>]`: what is older; `?count=…`: the newest ones again. */
export const loader = memberJson<FeedWithSessions, LoaderFunctionArgs>(({ viewer, request }) => {
  const search = new URL(request.url).searchParams
  const communityId = idSchema.safeParse(search.get('community')).data
  return readFeedPage(viewer, { cursor: search.get('cursor'), ...readCount(request), ...(communityId && { communityId }) })
})
