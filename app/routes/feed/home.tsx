import { randomUUID } from 'node:crypto'
import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { lazy, Suspense } from 'react'
import { memberPage } from '#app/http/answer.server.ts'
import { readCount, readFeedPage } from '#app/http/read-feed-page.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { CommunityStrip } from '#app/ui/communities/community-strip.tsx'
import { Composer } from '#app/ui/feed/composer.tsx'
import { FeedList, feedUrl } from '#app/ui/feed/feed-list.tsx'
import { ButtonLink } from '#app/ui/kit/button.tsx'
import { Users } from '#app/ui/kit/icons.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { EmptyState } from '#app/ui/kit/states.tsx'
import { LiveStrip } from '#app/ui/rooms/live-strip.tsx'
import { MyRoomsRail } from '#app/ui/rooms/my-rooms-rail.tsx'
import { SessionThread } from '#app/ui/rooms/session-card.tsx'
import { hasCommunity } from '#communities/memberships/has-community.server.ts'
import { listPostableCommunities } from '#communities/memberships/list-postable-communities.server.ts'
import { listRoomsAtHand } from '#rooms/doors/list-my-rooms.server.ts'

const useText = textsOf('common', 'feed')

const FirstCommunity = lazy(() => import('#app/ui/communities/first-community.tsx'))

/** More than the column beside the feed shows: some of them may be in use. */
const ROOMS_AT_HAND = 16

export const loader = memberPage(async ({ viewer, request }) => {
  const [feed, postable, groups, started] = await Promise.all([
    readFeedPage(viewer, readCount(request)),
    listPostableCommunities(viewer),
    listRoomsAtHand(viewer, ROOMS_AT_HAND),
    hasCommunity(viewer),
  ])
  const first = !started
  return { feed, postable, groups, first, attempt: randomUUID(), viewer: { id: viewer.id, name: viewer.name, photoKey: viewer.photoKey } }
})

export const meta: MetaFunction = () => [{ title: 'Palier' }]

export default function Home() {
  const { feed, postable, groups, first, attempt, viewer } = useLoaderData<typeof loader>()
  const { common, feed: text } = useText()
  return (
    <Page title={common.home} hideTitle aside={groups.length > 0 && <MyRoomsRail groups={groups} />}>
      <CommunityStrip />
      <LiveStrip />
      {postable.length > 0 && <Composer viewer={viewer} communities={postable} draftKey="home" />}
      <FeedList
        feed={feed}
        viewer={viewer}
        hears={() => true}
        showCommunity
        pageUrl={(where) => feedUrl(where)}
        renderSession={(session) => <SessionThread session={session} />}
        empty={
          first ? (
            <Suspense>
              <FirstCommunity attempt={attempt} />
            </Suspense>
          ) : (
            <EmptyState icon={<Users className="size-8" aria-hidden />} title={text.emptyHome} text={text.emptyHomeText}>
              <ButtonLink to="/communities">{text.seeCommunities}</ButtonLink>
              <ButtonLink to="/communities/new" look="outline">
                {common.createCommunity}
              </ButtonLink>
            </EmptyState>
          )
        }
      />
    </Page>
  )
}
