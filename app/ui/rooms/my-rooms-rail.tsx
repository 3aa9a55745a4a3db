import { Link } from '@remix-run/react'
import { textsOf } from '#app/i18n/text.tsx'
import type { RoomCard as RoomCardData } from '#rooms/sessions/contract.ts'
import { type CommunityOfRooms, RoomCard } from './room-card.tsx'
import { useRoomsWithPeople } from './use-rooms-with-people.ts'

const useText = textsOf('rooms')

/** So many quiet rooms at most: the rest is one click away. */
const MOST_QUIET = 8

/** The rooms of all my communities, for the column beside the home feed: who is in first, and one button each. */
export function MyRoomsRail({ groups }: { groups: readonly { community: CommunityOfRooms; rooms: readonly RoomCardData[] }[] }) {
  const { rooms: text } = useText()
  const live = useRoomsWithPeople(groups)
  const liveIds = new Set(live.map(({ room }) => room.id))
  const quiet = new Set(
    groups
      .flatMap(({ rooms }) => rooms)
      .filter((room) => !liveIds.has(room.id))
      .slice(0, MOST_QUIET)
      .map((room) => room.id),
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
          {live.map(({ community, room, roster }) => (
            <RoomCard key={room.id} room={room} community={community} initial={roster} mayEnter />
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
