import type { MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { memberPage } from '#app/http/answer.server.ts'
import { useFormat, useNow } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { useRoster } from '#app/realtime/roster-store.ts'
import { useCloseWatch } from '#app/realtime/use-close-watch.ts'
import { useReadAgain } from '#app/realtime/use-read-again.ts'
import { useReadPlace } from '#app/realtime/use-read-place.ts'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import { chatPanel } from '#app/ui/call/panels/chat/panel.ts'
import { notesOfSession } from '#app/ui/call/panels/notes/notes-of-session.ts'
import { NotesReader } from '#app/ui/call/panels/notes/notes-reader.tsx'
import { ThreadCard } from '#app/ui/feed/thread-card.tsx'
import { buttonClass, IconButton } from '#app/ui/kit/button.tsx'
import { ArrowLeft, Download, Printer } from '#app/ui/kit/icons.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { SessionRecordings } from '#app/ui/recordings/session-recordings.tsx'
import { ChatTranscript } from '#app/ui/rooms/chat-transcript.tsx'
import { FollowUpPart } from '#app/ui/rooms/follow-up/follow-up-part.tsx'
import { MissedStrip } from '#app/ui/rooms/follow-up/missed-strip.tsx'
import { END_OF_FOLLOW_UP } from '#app/ui/rooms/follow-up/use-read-to-end.ts'
import { JoinButton } from '#app/ui/rooms/join-button.tsx'
import { LivePart } from '#app/ui/rooms/live-part.tsx'
import { useNames } from '#app/ui/rooms/names.tsx'
import { SessionAgenda } from '#app/ui/rooms/session-agenda.tsx'
import { SessionPart } from '#app/ui/rooms/session-part.tsx'
import { ChatHighlights, MissedPeople } from '#app/ui/rooms/trace-parts.tsx'
import { useIsMemberOf } from '#app/ui/rooms/use-my-communities.ts'
import { VisitTimeline } from '#app/ui/rooms/visit-timeline.tsx'
import { getThread } from '#communities/threads/get-thread.server.ts'
import { readAgenda } from '#rooms/agenda/read-agenda.server.ts'
import { readTranscript } from '#rooms/chat/read-transcript.server.ts'
import type { followUpChanged } from '#rooms/follow-ups/contract.ts'
import { findFollowUp } from '#rooms/follow-ups/find-follow-up.server.ts'
import { findMissedView } from '#rooms/follow-ups/find-missed-view.server.ts'
import { recordingPath } from '#rooms/recordings/contract.ts'
import type { recordingChanged } from '#rooms/recordings/events/contract.ts'
import { describeMoments } from '#rooms/recordings/watching/describe-moments.server.ts'
import type { SessionCard } from '#rooms/sessions/contract.ts'
import { getSessionPage } from '#rooms/sessions/get-session-page.server.ts'

const useText = textsOf('cards', 'followUps', 'sessions')

/** Which page of the chat: where it begins, or the line that is on it. What makes no sense is the first. */
const chatPlace = z
  .object({
    chat: z.coerce.number().int().positive().max(1_000_000).optional().catch(undefined),
    line: z.uuid().optional().catch(undefined),
  })
  .transform(({ chat, line }) => ({ from: chat, lineId: line }))

export const loader = memberPage(async ({ viewer, params, request }) => {
  const id = params['sessionId'] ?? ''
  const search = new URL(request.url).searchParams
  const everybody = search.get('people') === 'all'
  // All at the same time: whether the viewer may read the session is asked by its page, and nothing is answered before it is.
  const asked = getSessionPage(viewer, id, { everybody })
  const written = findFollowUp(viewer, id)
  const told = asked.then(({ threadId }) => (threadId ? getThread(viewer, threadId, { replies: 50 }) : null))
  const [page, followUp, thread, agenda, transcript, moments, missed] = await Promise.all([
    asked,
    written,
    told,
    readAgenda(viewer, { sessionId: id }),
    readTranscript(viewer, id, chatPlace.parse(Object.fromEntries(search))),
    told.then((known) => (known ? describeMoments(viewer, [known]) : {})),
    written.then((known) => findMissedView(viewer, id, known?.trace ?? null)),
  ])
  const chat = page.session.endedAt ? transcript : null
  return {
    ...page,
    thread,
    moments,
    followUp,
    agenda,
    chat,
    missed,
    viewer: { id: viewer.id, name: viewer.name, photoKey: viewer.photoKey },
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.session.topic || data.session.room.name} · ${data.session.community.name}` : 'Palier' },
]

export default function SessionPage() {
  const { session, people, thread, moments, followUp, agenda, chat, missed, notesHtml, viewer } = useLoaderData<typeof loader>()
  const { cards, sessions, followUps } = useText()
  useReadPlace({ sessionId: session.id })
  const format = useFormat()
  const running = session.endedAt === null
  const isMember = useIsMemberOf(session.community.id)
  useSessionAsItIs(session, running)
  const when = `${session.room.name}, ${format.date(session.openedAt)}`
  const trace = followUp?.trace
  const room = {
    roomId: session.room.id,
    href: `/c/${session.community.slug}/rooms/${session.room.slug}`,
    name: session.room.name,
    communityId: session.community.id,
    communityName: session.community.name,
  }
  return (
    <Page title={session.topic || session.room.name} header={<Header session={session} running={running} />}>
      <MissedStrip key={`missed ${session.id}`} sessionId={session.id} missed={missed} state={followUp?.state ?? null} />
      {followUp?.asNoted && <span id="notes" className="-mt-4 scroll-mt-4" />}
      {followUp && <FollowUpPart followUp={followUp} placeholderTitle={session.topic || when} viewerId={viewer.id} />}
      <span id={END_OF_FOLLOW_UP} className="-mt-4 -mb-px h-px" aria-hidden />
      {session.recordings.length > 0 && (
        <SessionPart id="recordings" title={sessions.recordings}>
          <SessionRecordings recordings={session.recordings} />
          <PrintedAddresses paths={session.recordings.map(({ id }) => recordingPath(id))} />
        </SessionPart>
      )}
      <SessionAgenda key={session.id} agenda={agenda} communityId={session.community.id} mayEdit={isMember} />
      <SessionPart id="people" title={running ? sessions.whoIsThere : cards.details}>
        <Facts session={session} running={running} />
        <VisitTimeline people={people} openedAt={session.openedAt} endedAt={session.endedAt} />
        {people.length < session.personCount && (
          <Link
            to="?people=all"
            replace
            preventScrollReset
            className="mt-4 inline-block text-sm font-semibold text-soft hover:text-ink hover:underline print:hidden"
          >
            {sessions.allPeople({ count: session.personCount })}
          </Link>
        )}
        {trace && <MissedPeople missed={trace.missed} />}
      </SessionPart>
      {running ? (
        [notesOfSession, chatPanel].map((panel) => (
          <LivePart key={panel.id} panel={panel} room={room} sessionId={session.id} isMember={isMember} />
        ))
      ) : notesHtml && !followUp?.asNoted ? (
        <SessionPart id="notes" title={sessions.notes}>
          <NotesReader html={notesHtml} />
        </SessionPart>
      ) : null}
      {trace && (trace.links.length > 0 || trace.loved.length > 0) && (
        <SessionPart id="chat-highlights" title={followUps.fromChat}>
          <ChatHighlights links={trace.links} loved={trace.loved} />
        </SessionPart>
      )}
      {chat && chat.lines.length > 0 && (
        <SessionPart id="chat" title={sessions.chat}>
          <ChatTranscript {...chat} />
        </SessionPart>
      )}
      {thread ? (
        <section id="thread" aria-label={sessions.thread} className="scroll-mt-4">
          <span id="actions" className="scroll-mt-4" />
          <ThreadCard thread={thread} session={session} moments={moments} viewer={viewer} showCommunity={false} all />
        </section>
      ) : (
        !running && <p className="text-soft">{sessions.noThread}</p>
      )}
    </Page>
  )
}

function Header({ session, running }: { session: SessionCard; running: boolean }) {
  const { sessions } = useText()
  const isMember = useIsMemberOf(session.community.id)
  const href = `/c/${session.community.slug}/rooms/${session.room.slug}`
  return (
    <header className="flex flex-wrap items-end justify-between gap-3">
      <div className="flex min-w-0 flex-1 basis-60 flex-col gap-1">
        <Link
          to={`/c/${session.community.slug}/sessions`}
          prefetch="intent"
          className="inline-flex w-fit items-center gap-1.5 rounded-lg text-sm font-semibold text-soft hover:text-ink"
        >
          <ArrowLeft className="size-4 print:hidden" aria-hidden /> {session.community.name}
        </Link>
        <h1 className="text-2xl font-bold">{session.topic || session.room.name}</h1>
        <p className="text-soft">
          <Link to={href} prefetch="intent" id="session-room" className="hover:text-ink hover:underline">
            {sessions.in({ room: session.room.name })}
          </Link>
        </p>
      </div>
      <div className="flex items-center gap-1 print:hidden">
        <a
          href={`/sessions/${session.id}/export`}
          download
          aria-label={sessions.export}
          title={sessions.export}
          className={buttonClass('quiet', 'square')}
        >
          <Download className="size-4.5" aria-hidden />
        </a>
        <IconButton label={sessions.print} onClick={() => window.print()}>
          <Printer className="size-4.5" aria-hidden />
        </IconButton>
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
      </div>
    </header>
  )
}

/** Paper has no links: there, the addresses themselves. */
function PrintedAddresses({ paths }: { paths: string[] }) {
  const [origin, setOrigin] = useState('')
  useEffect(() => setOrigin(location.origin), [])
  return (
    <ul className="hidden print:block">
      {paths.map((path) => (
        <li key={path}>{origin + path}</li>
      ))}
    </ul>
  )
}

/** When, for how long, and who: each in a line. */
function Facts({ session, running }: { session: SessionCard; running: boolean }) {
  const { sessions } = useText()
  const format = useFormat()
  const names = useNames()
  const now = useNow()
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
    <dl className="mb-5 grid gap-x-4 gap-y-1.5 sm:grid-cols-[auto_1fr]">
      {facts.map(([term, value]) => (
        <div key={term} className="sm:contents">
          <dt className="text-sm font-semibold text-faint">{term}</dt>
          <dd className="tabular">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The page is read again whenever somebody comes or goes while the session runs, at its end, and when its follow-up changes. */
function useSessionAsItIs({ id, room }: SessionCard, running: boolean): void {
  const rev = useRoster(room.id)?.rev
  const readAgain = useReadAgain()
  // Undefined before anything is known: of an empty room, that may be as long as until its session ends.
  const known = useRef<number | null>()
  useEffect(() => {
    if (running && known.current !== undefined && known.current !== (rev ?? null)) readAgain()
    known.current = rev ?? null
  }, [rev, running, readAgain])
  const watched = useRef(false)
  useCloseWatch({ sessionId: id }, () => {
    // While it runs it may have ended before the socket was there; what has ended hardly changes, but for while a connection is lost.
    if (running || watched.current) readAgain()
    watched.current = true
  })
  useServerEvent<typeof recordingChanged>('recording.changed', ({ sessionId }) => {
    if (sessionId === id) readAgain()
  })
  useServerEvent<typeof followUpChanged>('followUp.changed', ({ sessionId }) => {
    if (sessionId === id) readAgain()
  })
}
