import { Link, useRouteLoaderData } from '@remix-run/react'
import { textsOf } from '#app/i18n/text.tsx'
import { useLiveRosters } from '#app/realtime/roster-store.ts'
import type { loader } from '#app/root.tsx'
import type { RoomCard as RoomCardData } from '#rooms/sessions/contract.ts'
import { type CommunityOfRooms, RoomCard } from './room-card.tsx'

const useText = textsOf('rooms')

/** So many quiet rooms at most: the rest is one click away. */
const MOST_QUIET = 8

/** The rooms of all my communities, for the column beside the home feed: who is in first, and one button each. */
export function MyRoomsRail({ groups }: { groups: readonly { community: CommunityOfRooms; rooms: readonly RoomCardData[] }[] }) {
  const { rooms: text } = useText()
  const rosters = useLiveRosters(useRouteLoaderData<typeof loader>('root')?.frame?.rosters)
  const liveIds = new Set(rosters.map(({ roomId }) => roomId))
  const all = groups.flatMap(({ community, rooms }) => rooms.map((room) => ({ community, room })))
  const live = all.filter(({ room }) => liveIds.has(room.id))
  const quiet = new Set(
    all
      .filter(({ room }) => !liveIds.has(room.id))
      .slice(0, MOST_QUIET)
      .map(({ room }) => room.id),
  )
  return (
    <section aria-label={text.title} className="flex flex-col gap-4">
      <h2 className="flex min-h-9 items-center font-bold">
        <Link to="/rooms" prefetch="intent" className="hover:underline">
          {text.title}
        </Link>
      </h2>
      {live.length > 0 && (
        <ul className="flex flex-col gap-2">
          {live.map(({ community, room }) => (
            <RoomCard key={room.id} room={room} community={community} initial={rosters.find(({ roomId }) => roomId === room.id)} mayEnter />
          ))}
        </ul>
      )}
      {groups.map(({ community, rooms }) => {
        const shown = rooms.filter((room) => quiet.has(room.id))
        if (shown.length === 0) return null
        return (
          <div key={community.id} className="flex flex-col gap-1">
            <h3 className="px-1 text-sm font-semibold text-faint">{community.name}</h3>
            <ul className="flex flex-col gap-1">
              {shown.map((room) => (
                <RoomCard key={room.id} room={room} community={community} mayEnter />
              ))}
            </ul>
          </div>
        )
      })}
    </section>
  )
}
