import { data, redirect } from '@remix-run/node'
import { Link, type MetaFunction, useLoaderData } from '@remix-run/react'
import { useEffect } from 'react'
import { idIn, memberAction, memberPage } from '#app/http/answer.server.ts'
import { readCookie } from '#app/http/sign-in-cookie.server.ts'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { useCommunityWatch, useRoster } from '#app/realtime/roster-store.ts'
import { NextAgenda } from '#app/ui/agenda/next-agenda.tsx'
import { join, prepareCall } from '#app/ui/call/call-provider.tsx'
import type { CallRoom } from '#app/ui/call/call-state.ts'
import { useIsInRoom } from '#app/ui/call/use-call.ts'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { ButtonLink } from '#app/ui/kit/button.tsx'
import { Lock } from '#app/ui/kit/icons.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { JoinButton } from '#app/ui/rooms/join-button.tsx'
import { RoomAlertField } from '#app/ui/rooms/room-alert-field.tsx'
import { SessionList } from '#app/ui/rooms/session-list.tsx'
import { subjectOf } from '#app/ui/rooms/subject.ts'
import { may } from '#communities/memberships/permissions.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { readAgenda } from '#rooms/agenda/read-agenda.server.ts'
import { findRoomAlert } from '#rooms/alerts/find-room-alert.server.ts'
import { getRoom } from '#rooms/doors/get-room.server.ts'
import { getRosters } from '#rooms/presence/get-rosters.server.ts'
import { searchSessions } from '#rooms/search/search-sessions.server.ts'
import { joinRoom } from '#rooms/sessions/join-room.server.ts'
import { setTopic } from '#rooms/sessions/set-topic.server.ts'

const useText = textsOf('rooms', 'sessions')

/** Says that the page after a posted click goes in by itself. A cookie: no link of another site can do as if somebody had clicked. */
const ENTER_COOKIE = 'enter'
const ENTER_TTL_SECONDS = 30
const SESSIONS_SHOWN = 10

export const loader = memberPage(async ({ viewer, params, request }) => {
  const { room, community, standing } = await getRoom(viewer, params['community'] ?? '', params['room'] ?? '')
  const cursor = new URL(request.url).searchParams.get('before')
  const [rosters, sessions, agenda] = await Promise.all([
    getRosters(viewer, community.id),
    searchSessions(viewer, community.id, { roomId: room.id, cursor }, SESSIONS_SHOWN),
    readAgenda(viewer, { roomId: room.id }),
  ])
  const asked = readCookie(request.headers.get('cookie'), ENTER_COOKIE) === room.id
  const mayEnter = may(standing, 'room.enter') && room.archivedAt === null
  return data(
    {
      room,
      community: { id: community.id, slug: community.slug, name: community.name },
      roster: rosters.find(({ roomId }) => roomId === room.id),
      agenda,
      isMember: standing.role !== null,
      mayEnter,
      enter: asked && mayEnter,
      sessions: { ...sessions, paged: cursor !== null },
      alert: may(standing, 'room.alert') && room.archivedAt === null ? await findRoomAlert(viewer, room.id) : null,
    },
    asked ? { headers: { 'set-cookie': `${ENTER_COOKIE}=; Path=${new URL(request.url).pathname}; Max-Age=0` } } : {},
  )
})

export const action = memberAction(async ({ viewer, params, request, form }) => {
  const { room } = await getRoom(viewer, params['community'] ?? '', params['room'] ?? '')
  switch (form['intent']) {
    case 'join': {
      await joinRoom(viewer, room.id)
      const path = new URL(request.url).pathname
      throw redirect(path, {
        headers: { 'set-cookie': `${ENTER_COOKIE}=${room.id}; Path=${path}; Max-Age=${ENTER_TTL_SECONDS}; SameSite=Strict` },
      })
    }
    case 'topic':
      await setTopic(viewer, idIn(form['sessionId'], 'session.notFound'), form)
      return null
    default:
      throw new DomainError('input.invalid')
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.room.name} · ${data.community.name}` : 'Palier' }]

export default function RoomPage() {
  const { room, community, roster: loaded, agenda, isMember, mayEnter, enter, alert, sessions: past } = useLoaderData<typeof loader>()
  const { rooms, sessions } = useText()
  const format = useFormat()
  const roster = useRoster(room.id, loaded)
  const isIn = useIsInRoom(room.id)
  useCommunityWatch(community.id, isMember)
  const people = roster?.people ?? []
  const href = `/c/${community.slug}/rooms/${room.slug}`
  const callRoom: CallRoom = { roomId: room.id, href, name: room.name, communityId: community.id, communityName: community.name }

  useEffect(() => {
    if (enter) {
      join({ roomId: room.id, href, name: room.name, communityId: community.id, communityName: community.name })
    } else if (mayEnter) prepareCall(room.id)
  }, [enter, mayEnter, href, room.id, room.name, community.id, community.name])

  // The stage covers this page: it has the same title.
  if (isIn) return null
  const locked = room.door !== 'open'
  return (
    <Page
      title={room.name}
      header={
        <header className="flex flex-col gap-1">
          <Link to={`/c/${community.slug}`} className="w-fit text-sm font-semibold text-soft hover:text-ink">
            {community.name}
          </Link>
          <h1 className="flex items-center gap-2 text-2xl font-bold" id="room-name">
            {room.name}
            {locked && <Lock className="size-5 text-faint" aria-label={rooms.locked} />}
          </h1>
          {subjectOf(roster) && <p className="text-soft">{subjectOf(roster)}</p>}
        </header>
      }
    >
      <section className="flex flex-col items-center gap-5 rounded-card border border-line bg-surface px-6 py-10 text-center">
        {people.length > 0 ? (
          <>
            <ul aria-label={rooms.inTheRoom} className="flex flex-wrap justify-center gap-x-2 gap-y-5 sm:gap-5">
              {people.map((person) => (
                <li key={person.id} className="flex w-20 flex-col items-center gap-1.5 text-sm font-semibold">
                  <Avatar person={person} size="large" />
                  <span className="w-full truncate">{person.name}</span>
                </li>
              ))}
            </ul>
            {roster?.session && (
              <p className="flex items-center gap-2 text-soft">
                <span className="live-dot" aria-hidden />
                {rooms.since({ time: format.time(new Date(roster.session.openedAt)) })}
              </p>
            )}
          </>
        ) : (
          <>
            <h2 className="text-lg font-bold">{rooms.lobbyEmptyTitle}</h2>
            {mayEnter && !locked && <p className="max-w-sm text-soft">{rooms.lobbyEmptyText}</p>}
          </>
        )}
        {room.archivedAt ? (
          <p className="text-soft">{rooms.archivedText}</p>
        ) : !mayEnter ? (
          <p className="text-soft">{rooms.membersOnly}</p>
        ) : locked ? (
          <p className="text-soft">{rooms.lockedText}</p>
        ) : (
          <JoinButton room={callRoom} live={people.length > 0} look="accent" describedBy="room-name" />
        )}
        {alert !== null && <RoomAlertField roomId={room.id} choice={alert} />}
      </section>
      <NextAgenda key={room.id} roomId={room.id} communityId={community.id} initial={agenda} mayEdit={mayEnter} />
      <section aria-labelledby="room-sessions" className="mt-4 flex flex-col gap-3">
        <h2 id="room-sessions" className="font-bold">
          {sessions.list}
        </h2>
        {past.sessions.length > 0 ? (
          <SessionList sessions={past.sessions} showRoom={false} />
        ) : (
          <p className="text-soft">{sessions.noneInRoom}</p>
        )}
        <nav className="flex flex-wrap items-center justify-center gap-4 empty:hidden">
          {past.paged && (
            <Link to={href} preventScrollReset className="font-semibold text-soft hover:text-ink hover:underline">
              {sessions.newest}
            </Link>
          )}
          {past.nextCursor && (
            <ButtonLink to={`${href}?before=${past.nextCursor}`} preventScrollReset look="outline">
              {sessions.older}
            </ButtonLink>
          )}
        </nav>
      </section>
    </Page>
  )
}
