import type { MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { z } from 'zod'
import { memberPage } from '#app/http/answer.server.ts'
import { useFormat, useNow } from '#app/i18n/format.tsx'
import { useText } from '#app/i18n/text.tsx'
import { useRoster } from '#app/realtime/roster-store.ts'
import { useReadAgain } from '#app/realtime/use-read-again.ts'
import { ThreadCard } from '#app/ui/feed/thread-card.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { Card } from '#app/ui/kit/states.tsx'
import { JoinButton } from '#app/ui/rooms/join-button.tsx'
import { useNames } from '#app/ui/rooms/names.tsx'
import { useIsMemberOf } from '#app/ui/rooms/use-my-communities.ts'
import { VisitTimeline } from '#app/ui/rooms/visit-timeline.tsx'
import { getThread } from '#communities/threads/get-thread.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { getSessionPage } from '#rooms/sessions/get-session-page.server.ts'

const idSchema = z.uuid()

export const loader = memberPage(async ({ viewer, params }) => {
  const id = idSchema.safeParse(params['sessionId'])
  if (!id.success) throw new DomainError('session.notFound')
  const page = await getSessionPage(viewer, id.data)
  const thread = page.threadId ? await getThread(viewer, page.threadId, { replies: 50 }) : null
  return { ...page, thread, viewer: { id: viewer.id, name: viewer.name, photoKey: viewer.photoKey } }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.session.topic || data.session.room.name} · ${data.session.community.name}` : 'Palier' },
]

export default function SessionPage() {
  const { session, visits, thread, viewer } = useLoaderData<typeof loader>()
  const { sessions } = useText()
  const format = useFormat()
  const names = useNames()
  const now = useNow()
  const isMember = useIsMemberOf(session.community.id)
  const running = session.endedAt === null
  useVisitsAsTheyAre(session.room.id, running)
  const href = `/c/${session.community.slug}/rooms/${session.room.slug}`
  const until = session.endedAt ?? now
  const facts = [
    [
      sessions.when,
      `${format.date(session.openedAt)}, ${
        session.endedAt
          ? sessions.between({ from: format.time(session.openedAt), to: format.time(session.endedAt) })
          : sessions.fromOn({ from: format.time(session.openedAt) })
      }`,
    ],
    [
      sessions.howLong,
      [until && format.duration(until.getTime() - session.openedAt.getTime()), running && sessions.stillRunning].filter(Boolean).join(', '),
    ],
    [
      sessions.who,
      [names(session.people, session.personCount), session.peakCount > 1 && sessions.atOnce({ count: session.peakCount })]
        .filter(Boolean)
        .join(' · '),
    ],
  ]
  return (
    <Page
      title={session.topic || session.room.name}
      header={
        <header className="flex flex-wrap items-end justify-between gap-3">
          <div className="flex min-w-0 flex-col gap-1">
            <Link
              to={`/c/${session.community.slug}`}
              prefetch="intent"
              className="inline-flex w-fit items-center gap-1.5 rounded-lg text-sm font-semibold text-soft hover:text-ink"
            >
              <ArrowLeft className="size-4" aria-hidden /> {session.community.name}
            </Link>
            <h1 className="text-2xl font-bold">{session.topic || session.room.name}</h1>
            <p className="text-soft">
              <Link to={href} prefetch="intent" id="session-room" className="hover:text-ink hover:underline">
                {sessions.in({ room: session.room.name })}
              </Link>
            </p>
          </div>
          {running && isMember && (
            <JoinButton
              room={{
                roomId: session.room.id,
                href,
                name: session.room.name,
                communityId: session.community.id,
                communityName: session.community.name,
              }}
              live
              describedBy="session-room"
            />
          )}
        </header>
      }
    >
      <Card className="p-4 sm:p-5">
        <dl className="grid gap-x-4 gap-y-2 sm:grid-cols-[auto_1fr]">
          {facts.map(([term, value]) => (
            <div key={term} className="sm:contents">
              <dt className="text-sm font-semibold text-faint">{term}</dt>
              <dd className="tabular">{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card className="flex flex-col gap-4 p-4 sm:p-5">
        <h2 className="font-bold">{sessions.visits}</h2>
        <VisitTimeline visits={visits} openedAt={session.openedAt} endedAt={session.endedAt} />
      </Card>
      {thread ? (
        <section aria-label={sessions.thread}>
          <ThreadCard thread={thread} viewer={viewer} showCommunity={false} all />
        </section>
      ) : (
        !running && <p className="text-soft">{sessions.noThread}</p>
      )}
    </Page>
  )
}

/** While the session runs, its page is read again whenever somebody comes or goes. */
function useVisitsAsTheyAre(roomId: string, running: boolean): void {
  const rev = useRoster(roomId)?.rev
  const readAgain = useReadAgain()
  const known = useRef<number>()
  useEffect(() => {
    if (rev === undefined) return
    if (running && known.current !== undefined && known.current !== rev) readAgain()
    known.current = rev
  }, [rev, running, readAgain])
}
