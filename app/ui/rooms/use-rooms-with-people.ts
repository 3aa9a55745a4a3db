import { useRouteLoaderData } from '@remix-run/react'
import { useLiveRosters } from '#app/realtime/roster-store.ts'
import type { loader } from '#app/root.tsx'
import type { Roster } from '#rooms/presence/contract.ts'
import type { RoomCard } from '#rooms/sessions/contract.ts'
import type { CommunityOfRooms } from './room-card.tsx'

interface Place {
  room: RoomCard
  community: CommunityOfRooms
}

/**
 * The rooms of my communities in which somebody is, by the communities' names: as the page has read them, or where it has not (its list
 * has an end), as their rosters tell of them.
 */
export function useRoomsWithPeople(
  groups: readonly { community: CommunityOfRooms; rooms: readonly RoomCard[] }[],
  initial?: readonly Roster[],
): (Place & { roster: Roster })[] {
  const frame = useRouteLoaderData<typeof loader>('root')?.frame
  const rosters = useLiveRosters(initial ?? frame?.rosters)
  const communities = frame?.communities ?? []
  const read = new Map(groups.flatMap(({ community, rooms }) => rooms.map((room): [string, Place] => [room.id, { room, community }])))
  return communities.flatMap((community) =>
    rosters
      .filter(({ communityId }) => communityId === community.id)
      .map((roster) => ({ roster, ...(read.get(roster.roomId) ?? { room: roomOf(roster), community }) }))
      .toSorted((a, b) => a.room.position - b.room.position),
  )
}

function roomOf({ roomId, communityId, slug, name, door }: Roster): RoomCard {
  return { id: roomId, communityId, slug, name, door, position: 0, archivedAt: null, followUpDue: null }
}
