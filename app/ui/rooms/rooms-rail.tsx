import { useEffect, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { receiveRosters, useCommunityWatch } from '#app/realtime/roster-store.ts'
import { useReadAgain } from '#app/realtime/use-read-again.ts'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import { Button, IconButton } from '#app/ui/kit/button.tsx'
import { Plus } from '#app/ui/kit/icons.tsx'
import type { RoomAlertChoice } from '#rooms/alerts/contract.ts'
import type { Roster, roomsChanged } from '#rooms/presence/contract.ts'
import type { RoomCard as RoomCardData } from '#rooms/sessions/contract.ts'
import { type CommunityOfRooms, RoomCard } from './room-card.tsx'
import { RoomMenu } from './room-menu.tsx'
import { RoomNameDialog } from './room-name-dialog.tsx'
import { StripRoom } from './strip-room.tsx'
import { useIsMemberOf } from './use-my-communities.ts'
import { useRoomChange } from './use-room-change.ts'

const useText = textsOf('rooms')

export interface CommunityRooms {
  community: CommunityOfRooms
  /** As `listRooms` gives them: archived ones are there for those only who may restore them. */
  rooms: readonly RoomCardData[]
  /** As `getRosters` gives them; kept true by the socket. */
  rosters: readonly Roster[]
  /** As `findCommunityAlerts` gives them. */
  alerts: Readonly<Record<string, RoomAlertChoice>>
  /** `may(standing, 'room.enter')` */
  mayEnter: boolean
  /** `may(standing, 'room.alert')` */
  mayAlert: boolean
  /** `may(standing, 'room.manage')` */
  mayManage: boolean
}

/** Keeps a community's rooms as they are, also for who reads it without being a member. */
function useRoomsAsTheyAre(communityId: string, rosters: readonly Roster[]): void {
  const readAgain = useReadAgain()
  useEffect(() => receiveRosters(rosters), [rosters])
  useCommunityWatch(communityId, useIsMemberOf(communityId))
  useServerEvent<typeof roomsChanged>('rooms.changed', (changed) => {
    if (changed.communityId === communityId) readAgain()
  })
}

/** The rooms of a community, for the column beside its feed: who is in, and one button each. */
export function RoomsRail({ community, rooms: all, rosters, alerts, mayEnter, mayAlert, mayManage }: CommunityRooms) {
  const { rooms: text } = useText()
  const [creating, setCreating] = useState(false)
  useRoomsAsTheyAre(community.id, rosters)
  const rooms = all.filter((room) => !room.archivedAt)
  const archived = all.filter((room) => room.archivedAt)
  const order = rooms.map(({ id }) => id)
  return (
    <section aria-label={text.title} className="flex flex-col gap-2">
      <header className="flex min-h-9 items-center justify-between">
        <h2 className="font-bold">{text.title}</h2>
        {mayManage && (
          <IconButton label={text.newRoom} size="small" onClick={() => setCreating(true)}>
            <Plus className="size-4.5" aria-hidden />
          </IconButton>
        )}
      </header>
      <ul className="flex flex-col gap-2">
        {rooms.map((room) => (
          <RoomCard
            key={room.id}
            room={room}
            community={community}
            initial={rosters.find(({ roomId }) => roomId === room.id)}
            mayEnter={mayEnter}
            menu={mayAlert && <RoomMenu room={room} order={order} alert={alerts[room.id] ?? '0'} mayManage={mayManage} />}
          />
        ))}
      </ul>
      {rooms.length === 0 && <p className="text-sm text-soft">{text.noRooms}</p>}
      {archived.length > 0 && <ArchivedRooms rooms={archived} />}
      {mayManage && (
        <RoomNameDialog
          open={creating}
          onClose={() => setCreating(false)}
          title={text.newRoom}
          submit={text.create}
          of={community.id}
          changeFor={(name, clientId) => ({ intent: 'create', communityId: community.id, name, clientId })}
        />
      )}
    </section>
  )
}

function ArchivedRooms({ rooms }: { rooms: readonly RoomCardData[] }) {
  const { rooms: text } = useText()
  const { send } = useRoomChange()
  return (
    <details className="text-sm">
      <summary className="w-fit rounded-md px-1 py-1 font-medium text-faint hover:text-ink">
        {text.archivedRooms({ count: rooms.length })}
      </summary>
      <ul className="mt-1 flex flex-col gap-1">
        {rooms.map((room) => (
          <li key={room.id} className="flex items-center justify-between gap-2 pl-1">
            <span className="truncate text-soft">{room.name}</span>
            <Button look="quiet" size="small" onClick={() => send({ intent: 'restore', roomId: room.id })}>
              {text.restore}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** The same rooms as a strip on top of the feed, where there is no column: those with people in them first, like stories. */
export function RoomStrip({ community, rooms: all, rosters }: Pick<CommunityRooms, 'community' | 'rooms' | 'rosters'>) {
  const { rooms: text } = useText()
  useRoomsAsTheyAre(community.id, rosters)
  const rooms = all.filter((room) => !room.archivedAt)
  if (rooms.length === 0) return null
  return (
    <nav aria-label={text.title} className="-mx-4 overflow-x-auto px-4 xl:hidden">
      <ul className="flex gap-2 pb-1">
        {rooms.map((room) => (
          <StripRoom key={room.id} room={room} community={community} initial={rosters.find(({ roomId }) => roomId === room.id)} />
        ))}
      </ul>
    </nav>
  )
}
