import { Link } from '@remix-run/react'
import { type ReactNode, useId } from 'react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { useRoster } from '#app/realtime/roster-store.ts'
import { AvatarStack } from '#app/ui/kit/avatar.tsx'
import { DoorOpen, Lock, NotebookPen } from '#app/ui/kit/icons.tsx'
import type { Roster } from '#rooms/presence/contract.ts'
import type { RoomCard as RoomCardData } from '#rooms/sessions/contract.ts'
import { JoinButton } from './join-button.tsx'
import { useNames } from './names.tsx'
import { RecordingMark } from './recording-mark.tsx'
import { subjectOf } from './subject.ts'

const useText = textsOf('cards', 'rooms')

export interface CommunityOfRooms {
  id: string
  slug: string
  name: string
}

/** A room: is anybody in, who, since when, on what; and one button. Quiet while it is empty. */
export function RoomCard({
  room,
  community,
  initial,
  mayEnter,
  menu,
}: {
  room: RoomCardData
  community: CommunityOfRooms
  initial?: Roster | undefined
  mayEnter: boolean
  /** For members, on their community's page. */
  menu?: ReactNode
}) {
  const { rooms } = useText()
  const format = useFormat()
  const names = useNames()
  const nameId = useId()
  const roster = useRoster(room.id, initial)
  const people = roster?.people ?? []
  const live = people.length > 0
  const locked = room.door !== 'open'
  const href = `/c/${community.slug}/rooms/${room.slug}`
  const callRoom = { roomId: room.id, href, name: room.name, communityId: community.id, communityName: community.name }
  return (
    <li
      className={
        live ? 'flex flex-col gap-2.5 rounded-card border border-line bg-surface p-3' : 'flex flex-wrap items-center gap-x-2 px-1 py-0.5'
      }
    >
      {live && roster ? (
        <>
          <div className="flex items-center gap-2">
            <AvatarStack people={people} size="medium" />
            <span className="flex-1" />
            <RecordingMark roster={roster} />
            <span className="live-dot" aria-hidden />
            {menu}
          </div>
          <div className="flex flex-col">
            <Link to={href} prefetch="intent" id={nameId} className="w-fit font-bold hover:underline">
              {room.name}
            </Link>
            <span className="text-sm text-soft">
              {names(people)}
              {roster.session && (
                <span className="tabular whitespace-nowrap">
                  {' '}
                  · {rooms.since({ time: format.time(new Date(roster.session.openedAt)) })}
                </span>
              )}
            </span>
            {subjectOf(roster) && <span className="mt-0.5 text-sm font-medium">{subjectOf(roster)}</span>}
          </div>
          <FollowUpDue sessionId={room.followUpDue} />
          {mayEnter && !locked && <JoinButton room={callRoom} live describedBy={nameId} className="w-full" />}
          {mayEnter && locked && <LockedMark />}
        </>
      ) : (
        <>
          {locked ? (
            <Lock className="size-4.5 shrink-0 text-faint" aria-hidden />
          ) : (
            <DoorOpen className="size-4.5 shrink-0 text-faint" aria-hidden />
          )}
          <span className="flex min-w-0 grow basis-26 flex-col">
            <Link to={href} prefetch="intent" id={nameId} className="line-clamp-2 leading-tight font-semibold hover:underline">
              {room.name}
            </Link>
            <span className="sr-only">{locked ? rooms.locked : rooms.empty}</span>
          </span>
          {/* Below a name that needs the whole line. */}
          <span className="ml-auto flex items-center gap-x-1">
            {mayEnter && !locked && <JoinButton room={callRoom} live={false} size="small" look="quiet" describedBy={nameId} />}
            {menu}
          </span>
          {room.followUpDue && (
            <span className="-mt-0.5 basis-full pb-1 pl-6.5">
              <FollowUpDue sessionId={room.followUpDue} />
            </span>
          )}
        </>
      )}
    </li>
  )
}

/** The last session's follow-up is still to be published. */
function FollowUpDue({ sessionId }: { sessionId: string | null }) {
  const { cards } = useText()
  if (!sessionId) return null
  return (
    <Link
      to={`/sessions/${sessionId}#follow-up`}
      prefetch="intent"
      className="mt-1 inline-flex min-h-6 w-fit items-center gap-1.5 rounded-full bg-sunken px-2 py-0.5 text-xs font-semibold text-soft hover:text-ink"
    >
      <NotebookPen className="size-3.5" aria-hidden /> {cards.followUpDue}
    </Link>
  )
}

function LockedMark() {
  const { rooms } = useText()
  return (
    <p className="flex items-center gap-1.5 text-sm text-faint">
      <Lock className="size-4" aria-hidden /> {rooms.locked}
    </p>
  )
}
