import { useLoaderData } from '@remix-run/react'
import { Fragment } from 'react'
import { memberPage } from '#app/http/answer.server.ts'
import { readCount, readFeedPage } from '#app/http/read-feed-page.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { Composer } from '#app/ui/feed/composer.tsx'
import { FeedList, feedUrl } from '#app/ui/feed/feed-list.tsx'
import { ButtonLink } from '#app/ui/kit/button.tsx'
import { MessageSquare, UserPlus } from '#app/ui/kit/icons.tsx'
import { EmptyState } from '#app/ui/kit/states.tsx'
import { SessionThread } from '#app/ui/rooms/session-card.tsx'
import { may, requireStanding } from '#communities/memberships/permissions.server.ts'

const useText = textsOf('communities', 'feed')

export const loader = memberPage(async ({ viewer, params, request }) => {
  const { community, standing } = await requireStanding(viewer, { slug: params['community'] ?? '' }, 'community.see')
  const feed = may(standing, 'community.read') ? await readFeedPage(viewer, { communityId: community.id, ...readCount(request) }) : null
  return {
    feed,
    community: { id: community.id, name: community.name },
    mayPost: may(standing, 'thread.post'),
    inviteAt: may(standing, 'community.invite') ? `/c/${community.slug}/members?invite=` : null,
    viewer: { id: viewer.id, name: viewer.name, photoKey: viewer.photoKey },
  }
})

export default function CommunityFeed() {
  const { feed, community, mayPost, inviteAt, viewer } = useLoaderData<typeof loader>()
  const { communities, feed: text } = useText()
  if (!feed) return null
  return (
    // What is being written and read in one community is not gone on with in another.
    <Fragment key={community.id}>
      {mayPost && <Composer viewer={viewer} communities={[community]} draftKey={community.id} />}
      <FeedList
        feed={feed}
        viewer={viewer}
        hears={(communityId) => communityId === community.id}
        showCommunity={false}
        pageUrl={(where) => feedUrl({ ...where, community: community.id })}
        renderSession={(session) => <SessionThread session={session} />}
        empty={
          <EmptyState
            icon={<MessageSquare className="size-8" aria-hidden />}
            title={text.emptyCommunity}
            text={mayPost ? text.emptyCommunityText : text.emptyCommunityReader}
          >
            {inviteAt && (
              <ButtonLink to={inviteAt} look="outline">
                <UserPlus className="size-4" aria-hidden /> {communities.invite}
              </ButtonLink>
            )}
          </EmptyState>
        }
      />
    </Fragment>
  )
}
