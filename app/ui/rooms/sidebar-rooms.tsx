import { Link, useRouteLoaderData } from '@remix-run/react'
import { useId } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { useLiveRosters } from '#app/realtime/roster-store.ts'
import type { loader } from '#app/root.tsx'
import { AvatarStack } from '#app/ui/kit/avatar.tsx'
import { Lock } from '#app/ui/kit/icons.tsx'
import type { Roster } from '#rooms/presence/contract.ts'
import { JoinButton } from './join-button.tsx'
import { useNames } from './names.tsx'
import { RecordingMark } from './recording-mark.tsx'
import { subjectOf } from './subject.ts'

const useText = textsOf('rooms')

/** Below a community in the sidebar: its rooms that have people in them, live, one click away. */
export function SidebarRooms({ communityId, initial }: { communityId: string; initial: readonly Roster[] }) {
  const root = useRouteLoaderData<typeof loader>('root')
  const community = root?.frame?.communities.find(({ id }) => id === communityId)
  const live = useLiveRosters(initial).filter((roster) => roster.communityId === communityId)
  if (!community || live.length === 0) return null
  return (
    <ul className="mb-1 flex flex-col">
      {live.map((roster) => (
        <SidebarRoom key={roster.roomId} roster={roster} community={community} />
      ))}
    </ul>
  )
}

function SidebarRoom({ roster, community }: { roster: Roster; community: { id: string; slug: string; name: string } }) {
  const { rooms } = useText()
  const names = useNames()
  const nameId = useId()
  const subject = subjectOf(roster)
  const href = `/c/${community.slug}/rooms/${roster.slug}`
  return (
    <li className="flex min-h-9 items-center gap-1.5 rounded-lg pr-1 pl-2 hover:bg-sunken">
      <Link to={href} prefetch="intent" className="flex min-w-0 flex-1 items-center gap-2 rounded-md py-1 text-sm">
        <span className="inline-flex w-5.5 shrink-0 justify-center">
          <span className="live-dot" aria-hidden />
        </span>
        <span className="flex min-w-0 flex-col leading-tight">
          <span id={nameId} className="truncate font-medium">
            {roster.name}
          </span>
          {subject && <span className="truncate text-xs text-soft">{subject}</span>}
        </span>
        <RecordingMark roster={roster} quiet />
        <AvatarStack people={roster.people} most={3} size="tiny" />
        <span className="sr-only">{names(roster.people)}</span>
      </Link>
      {roster.door === 'open' ? (
        <JoinButton
          room={{ roomId: roster.roomId, href, name: roster.name, communityId: community.id, communityName: community.name }}
          live
          size="tiny"
          describedBy={nameId}
        />
      ) : (
        <span title={rooms.locked} className="p-1 text-faint">
          <Lock className="size-3.5" aria-hidden />
          <span className="sr-only">{rooms.locked}</span>
        </span>
      )}
    </li>
  )
}
