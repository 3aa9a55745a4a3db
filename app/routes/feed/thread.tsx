import type { MetaFunction } from '@remix-run/node'
import { Link, useLoaderData, useSearchParams } from '@remix-run/react'
import { memberPage } from '#app/http/answer.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { useReadPlace } from '#app/realtime/use-read-place.ts'
import { shownBy, ThreadCard } from '#app/ui/feed/thread-card.tsx'
import { CachedMarkup } from '#app/ui/kit/cached-markup.tsx'
import { ArrowLeft } from '#app/ui/kit/icons.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { SessionThread } from '#app/ui/rooms/session-card.tsx'
import { idSchema } from '#communities/threads/fields.server.ts'
import { getThread } from '#communities/threads/get-thread.server.ts'
import { describeTalks } from '#rooms/agenda/describe-talks.server.ts'
import { describeMoments } from '#rooms/recordings/watching/describe-moments.server.ts'
import { describeSessions } from '#rooms/sessions/describe-sessions.server.ts'

const useText = textsOf('feed')

export const loader = memberPage(async ({ viewer, params, request }) => {
  const id = params['threadId'] ?? ''
  const wanted = idSchema.safeParse(new URL(request.url).searchParams.get('reply')).data
  const thread = await getThread(viewer, id, { replies: 50, ...(wanted && { downTo: wanted }) })
  const [sessions, talks, moments] = await Promise.all([
    describeSessions(viewer, thread.sessionId ? [thread.sessionId] : []),
    describeTalks(viewer, [id]),
    describeMoments(viewer, [thread]),
  ])
  const session = (thread.sessionId && sessions.get(thread.sessionId)) || null
  return { thread, session, talks: talks.get(id) ?? [], moments, viewer: { id: viewer.id, name: viewer.name, photoKey: viewer.photoKey } }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.thread.community.name} · Palier` : 'Palier' }]

export default function ThreadPage() {
  const { thread, session, talks, moments, viewer } = useLoaderData<typeof loader>()
  const { feed } = useText()
  const [search] = useSearchParams()
  const foundReplyId = search.get('reply') ?? undefined
  useReadPlace({ threadId: thread.id })
  return (
    <Page title={feed.threadIn({ community: thread.community.name })} hideTitle>
      <Link
        to={`/c/${thread.community.slug}`}
        prefetch="intent"
        className="inline-flex items-center gap-1.5 self-start rounded-lg font-medium text-soft hover:text-ink"
      >
        <ArrowLeft className="size-4" aria-hidden /> {thread.community.name}
      </Link>
      <CachedMarkup name="thread" by={shownBy({ thread, session, talks, moments, showCommunity: true, all: true, foundReplyId })}>
        <ThreadCard
          thread={thread}
          viewer={viewer}
          showCommunity
          all
          foundReplyId={foundReplyId}
          session={session}
          talks={talks}
          moments={moments}
          renderSession={(card) => <SessionThread session={card} />}
        />
      </CachedMarkup>
    </Page>
  )
}
