import { Link } from '@remix-run/react'
import { textsOf } from '#app/i18n/text.tsx'
import { useRoster } from '#app/realtime/roster-store.ts'
import { AvatarStack } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { Lock } from '#app/ui/kit/icons.tsx'
import type { Roster } from '#rooms/presence/contract.ts'
import type { RoomCard } from '#rooms/sessions/contract.ts'
import { RecordingMark } from './recording-mark.tsx'
import { subjectOf } from './subject.ts'

const useText = textsOf('common', 'rooms')

/** A room in a strip of rooms: a link, with the faces of who is in. */
export function StripRoom({
  room,
  community,
  initial,
}: {
  room: Pick<RoomCard, 'id' | 'slug' | 'name' | 'door'>
  community: { slug: string }
  initial: Roster | undefined
}) {
  const { rooms: text, common } = useText()
  const roster = useRoster(room.id, initial)
  const people = roster?.people ?? []
  const live = people.length > 0
  return (
    <li className={classNames('shrink-0', live && 'order-first')}>
      <Link
        to={`/c/${community.slug}/rooms/${room.slug}`}
        className={classNames(
          'flex h-14 max-w-56 items-center gap-2.5 rounded-2xl border bg-surface px-3',
          live ? 'border-accent' : 'border-line text-soft',
        )}
      >
        {live && <AvatarStack people={people} most={3} size="small" />}
        {!live && room.door !== 'open' && <Lock className="size-4 shrink-0" aria-label={text.locked} />}
        <span className="flex min-w-0 flex-col leading-tight">
          <span className="truncate font-semibold">{room.name}</span>
          <span className="flex items-center gap-1.5 text-sm text-soft">
            {live && <span className="live-dot" aria-hidden />}
            <RecordingMark roster={roster} quiet />
            <span className="truncate">{live ? subjectOf(roster) || common.people({ count: people.length }) : text.empty}</span>
          </span>
        </span>
      </Link>
    </li>
  )
}
