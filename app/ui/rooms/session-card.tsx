import { Link, useRouteLoaderData } from '@remix-run/react'
import { useId } from 'react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { useRoster } from '#app/realtime/roster-store.ts'
import type { loader } from '#app/root.tsx'
import { Avatar, AvatarStack } from '#app/ui/kit/avatar.tsx'
import { ButtonLink } from '#app/ui/kit/button.tsx'
import { ListChecks, NotebookPen } from '#app/ui/kit/icons.tsx'
import type { FollowUpCard } from '#rooms/follow-ups/contract.ts'
import type { Roster } from '#rooms/presence/contract.ts'
import type { SessionCard } from '#rooms/sessions/contract.ts'
import { SessionRecordings } from '../recordings/session-recordings.tsx'
import { JoinButton } from './join-button.tsx'
import { useNames } from './names.tsx'
import { RecordingMark } from './recording-mark.tsx'
import { subjectOf } from './subject.ts'
import { useIsMemberOf } from './use-my-communities.ts'

const useText = textsOf('cards', 'rooms')

/** What a session's thread shows in place of a post: while it runs, who is in and Join; after, who met for how long. */
export function SessionThread({ session }: { session: SessionCard }) {
  const frame = useRouteLoaderData<typeof loader>('root')?.frame
  const roster = useRoster(
    session.room.id,
    frame?.rosters.find(({ roomId }) => roomId === session.room.id),
  )
  // Members hear of every room with people in it: one that they have not heard of is empty, though its session may go on for a minute.
  const isMember = useIsMemberOf(session.community.id)
  const people = roster?.people ?? (isMember ? [] : session.people)
  // The roster knows first: a session that it no longer has is over, or about to be told as over.
  const running = session.endedAt === null && (roster === undefined || roster.session?.id === session.id)
  return running ? (
    <Running session={session} people={people} topic={roster?.session ? subjectOf(roster) : session.topic} roster={roster} />
  ) : (
    <Over session={session} />
  )
}

function Running({
  session,
  people,
  topic,
  roster,
}: {
  session: SessionCard
  people: SessionCard['people']
  topic: string
  roster: Roster | undefined
}) {
  const { cards, rooms } = useText()
  const format = useFormat()
  const names = useNames()
  const nameId = useId()
  const mayEnter = useIsMemberOf(session.community.id)
  const href = `/c/${session.community.slug}/rooms/${session.room.slug}`
  return (
    <div className="flex flex-col gap-3 rounded-2xl bg-accent-soft p-4">
      <p className="flex flex-wrap items-center gap-x-2 text-sm font-semibold text-accent">
        <span className="live-dot" aria-hidden />
        <Link to={href} id={nameId} className="hover:underline">
          {cards.liveIn({ room: session.room.name })}
        </Link>
        <span className="tabular font-normal whitespace-nowrap text-soft">{rooms.since({ time: format.time(session.openedAt) })}</span>
        <RecordingMark roster={roster} />
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        {people.length > 0 && (
          <span className="flex -space-x-2" aria-hidden>
            {people.slice(0, 6).map((person) => (
              <Avatar key={person.id} person={person} size="large" className="ring-3 ring-accent-soft" />
            ))}
          </span>
        )}
        <div className="min-w-0 flex-1 basis-40">
          {topic && <p className="text-lg leading-snug font-bold">{topic}</p>}
          <p className={topic ? 'text-soft' : 'font-semibold'}>
            {people.length > 0 ? cards.running({ names: names(people), count: people.length }) : cards.nobodyLeft}
          </p>
        </div>
        {mayEnter && (
          <JoinButton
            room={{
              roomId: session.room.id,
              href,
              name: session.room.name,
              communityId: session.community.id,
              communityName: session.community.name,
            }}
            live={people.length > 0}
            look="accent"
            describedBy={nameId}
          />
        )}
      </div>
    </div>
  )
}

function Over({ session }: { session: SessionCard }) {
  const { cards } = useText()
  const format = useFormat()
  const names = useNames()
  const who = names(session.people, session.personCount)
  // Told as over by the roster before the page has heard of its end.
  const duration = session.endedAt ? format.duration(session.endedAt.getTime() - session.openedAt.getTime()) : null
  const { followUp, actions } = session
  const title = followUp?.title || session.topic
  return (
    <div className="flex flex-col gap-2.5">
      <AvatarStack people={session.people} total={session.personCount} most={8} size="medium" />
      <div className="flex flex-col">
        {title && <p className="text-lg leading-snug font-bold">{title}</p>}
        <p className={title ? 'text-soft' : 'font-semibold'}>
          {duration === null
            ? cards.nobodyLeft
            : session.personCount > 1
              ? cards.met({ names: who, duration })
              : cards.wasIn({ names: who, duration })}
        </p>
      </div>
      <SessionRecordings recordings={session.recordings} />
      {followUp?.excerpt && <p className="line-clamp-4">{followUp.excerpt}</p>}
      <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm font-semibold text-soft">
        {followUp?.state === 'published' && (
          <Link to={`/sessions/${session.id}#follow-up`} prefetch="intent" className="underline underline-offset-2 hover:text-ink">
            {cards.readFollowUp}
          </Link>
        )}
        <Link to={`/sessions/${session.id}`} prefetch="intent" className="underline underline-offset-2 hover:text-ink">
          {cards.details}
        </Link>
        {actions.count > 0 && (
          <Link
            to={`/sessions/${session.id}#actions`}
            prefetch="intent"
            className="tabular inline-flex items-center gap-1.5 hover:text-ink"
          >
            <ListChecks className="size-4" aria-hidden /> {cards.actionsOpen({ count: actions.count, open: actions.openCount })}
          </Link>
        )}
      </p>
      {followUp?.state === 'draft' && <ToCome session={session} followUp={followUp} />}
    </div>
  )
}

/** The follow-up is still to be written: its owner is asked to, others read who will. */
function ToCome({ session, followUp }: { session: SessionCard; followUp: FollowUpCard }) {
  const { cards } = useText()
  const viewer = useRouteLoaderData<typeof loader>('root')?.frame?.viewer
  if (followUp.ownerId !== null && followUp.ownerId === viewer?.id) {
    return (
      <ButtonLink to={`/sessions/${session.id}#follow-up`} size="small" look="outline" className="w-fit">
        <NotebookPen className="size-4" aria-hidden /> {cards.writeFollowUp}
      </ButtonLink>
    )
  }
  return (
    <p className="text-sm text-faint">
      {followUp.ownerName ? cards.followUpToComeFrom({ name: followUp.ownerName }) : cards.followUpToCome}
    </p>
  )
}
