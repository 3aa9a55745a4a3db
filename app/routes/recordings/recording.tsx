import type { MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { memberPage } from '#app/http/answer.server.ts'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { useReadAgain } from '#app/realtime/use-read-again.ts'
import { useReady } from '#app/realtime/use-ready.ts'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import { ThreadCard } from '#app/ui/feed/thread-card.tsx'
import { ArrowLeft } from '#app/ui/kit/icons.tsx'
import { RecordingActions } from '#app/ui/recordings/recording-actions.tsx'
import { RecordingState } from '#app/ui/recordings/recording-state.tsx'
import { WatchPage } from '#app/ui/recordings/watch-page.tsx'
import { getThread } from '#communities/threads/get-thread.server.ts'
import type { recordingChanged } from '#rooms/recordings/events/contract.ts'
import { describeMoments } from '#rooms/recordings/watching/describe-moments.server.ts'
import { getRecordingPage } from '#rooms/recordings/watching/get-recording-page.server.ts'
import { describeSessions } from '#rooms/sessions/describe-sessions.server.ts'

const useText = textsOf('player')

export const loader = memberPage(async ({ viewer, params }) => {
  const page = await getRecordingPage(viewer, params['recordingId'] ?? '')
  const [thread, sessions] = await Promise.all([
    page.threadId ? getThread(viewer, page.threadId, { replies: 200 }) : null,
    describeSessions(viewer, [page.session.id]),
  ])
  const moments = thread ? await describeMoments(viewer, [thread]) : {}
  const session = thread && sessions.get(page.session.id)
  return { page, thread, session: session ?? null, moments, viewer: { id: viewer.id, name: viewer.name, photoKey: viewer.photoKey } }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.page.session.topic || data.page.room.name} · ${data.page.community.name}` : 'Palier' },
]

export default function RecordingPage() {
  const { page, thread, session, moments, viewer } = useLoaderData<typeof loader>()
  const { player } = useText()
  const format = useFormat()
  const readAgain = useReadAgain()
  const { recording, room, startedBy } = page
  useServerEvent<typeof recordingChanged>('recording.changed', ({ recordingId }) => {
    if (recordingId === recording.id) readAgain()
  })
  useReady(readAgain)
  const subject = page.session.topic || room.name
  const when = format.full(new Date(recording.startedAt ?? page.session.openedAt))
  const discussion = thread && (
    <section id="thread" aria-label={player.thread} className="min-w-0 scroll-mt-4">
      <ThreadCard thread={thread} session={session} moments={moments} viewer={viewer} showCommunity={false} all />
    </section>
  )
  return (
    <div className="mx-auto flex w-full max-w-[66rem] flex-col gap-4 px-4 py-5 sm:px-6 wide:py-7">
      <header className="flex flex-col gap-1">
        <Link
          to={`/sessions/${page.session.id}`}
          prefetch="intent"
          className="inline-flex w-fit items-center gap-1.5 rounded-lg text-sm font-semibold text-soft hover:text-ink"
        >
          <ArrowLeft className="size-4" aria-hidden /> {player.toSession}
        </Link>
        <h1 className="text-2xl font-bold">{player.title({ subject })}</h1>
        <p className="text-soft">
          {player.in({ room: room.name })} · {startedBy ? player.startedBy({ name: startedBy.name, when }) : player.startedAlone({ when })}
        </p>
      </header>
      <RecordingState page={page} />
      {recording.playable ? (
        <WatchPage
          page={page}
          below={
            <>
              {!page.filmUrl && recording.state !== 'failed' && recording.progress > 0 && (
                <p role="status" className="tabular text-sm text-soft">
                  {player.composing({ percent: recording.progress })}
                </p>
              )}
              <RecordingActions page={page} />
            </>
          }
          thread={discussion}
        />
      ) : (
        <>
          {recording.state === 'failed' && <RecordingActions page={page} />}
          {discussion}
        </>
      )}
    </div>
  )
}
