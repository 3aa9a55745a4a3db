import type { MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { idIn, memberAction, memberPage, textOf } from '#app/http/answer.server.ts'
import { after } from '#app/http/search-params.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { ButtonLink } from '#app/ui/kit/button.tsx'
import { DoorOpen } from '#app/ui/kit/icons.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { EmptyState } from '#app/ui/kit/states.tsx'
import { RoomCard } from '#app/ui/rooms/room-card.tsx'
import { useRoomsWithPeople } from '#app/ui/rooms/use-rooms-with-people.ts'
import { DomainError } from '#platform/errors.server.ts'
import { setRoomAlert } from '#rooms/alerts/set-room-alert.server.ts'
import { archiveRoom } from '#rooms/doors/archive-room.server.ts'
import { createRoom } from '#rooms/doors/create-room.server.ts'
import { listMyRooms, listRoomsAtHand } from '#rooms/doors/list-my-rooms.server.ts'
import { renameRoom } from '#rooms/doors/rename-room.server.ts'
import { reorderRooms } from '#rooms/doors/reorder-rooms.server.ts'
import { restoreRoom } from '#rooms/doors/restore-room.server.ts'
import { setDoor } from '#rooms/doors/set-door.server.ts'
import { listLiveRosters } from '#rooms/presence/list-live-rosters.server.ts'

const useText = textsOf('common', 'rooms')

export const loader = memberPage(async ({ viewer, request }) => {
  const [{ groups, nextAfter }, busy, rosters] = await Promise.all([
    listMyRooms(viewer, { after: after(request) }),
    listRoomsAtHand(viewer, 0),
    listLiveRosters(viewer),
  ])
  return { groups, nextAfter, first: !after(request), busy, rosters, title: texts[viewer.language].rooms.title }
})

/** Every change of a room, from wherever its menu is (ui/rooms/use-room-change.ts). */
export const action = memberAction(async ({ viewer, form }) => {
  const roomId = () => idIn(form['roomId'], 'room.notFound')
  const communityId = () => idIn(form['communityId'], 'community.notFound')
  switch (form['intent']) {
    case 'create':
      await createRoom(viewer, communityId(), form)
      return null
    case 'rename':
      await renameRoom(viewer, roomId(), form)
      return null
    case 'order':
      await reorderRooms(viewer, communityId(), { roomIds: textOf(form['roomIds']).split(',') })
      return null
    case 'door':
      await setDoor(viewer, roomId(), form)
      return null
    case 'alert':
      await setRoomAlert(viewer, roomId(), form)
      return null
    case 'archive':
      await archiveRoom(viewer, roomId())
      return null
    case 'restore':
      await restoreRoom(viewer, roomId())
      return null
    default:
      throw new DomainError('input.invalid')
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function Rooms() {
  const { groups, nextAfter, first, busy, rosters } = useLoaderData<typeof loader>()
  const { rooms: text, common } = useText()
  const live = useRoomsWithPeople([...groups, ...busy], rosters)
  const liveIds = new Set(live.map(({ room }) => room.id))
  if (groups.length === 0 && first) {
    return (
      <Page title={text.title}>
        <EmptyState icon={<DoorOpen className="size-8" aria-hidden />} title={text.noRooms} text={text.noRoomsText}>
          <ButtonLink to="/communities">{text.findCommunity}</ButtonLink>
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page
      title={text.title}
      actions={
        <ButtonLink to="/recordings" look="outline" size="small" className="wide:hidden">
          {common.recordings}
        </ButtonLink>
      }
    >
      {live.length > 0 ? (
        <section className="flex flex-col gap-3">
          <h2 className="text-sm font-semibold text-faint">{text.live}</h2>
          <ul className="grid gap-3 sm:grid-cols-2">
            {live.map(({ community, room, roster }) => (
              <RoomCard key={room.id} room={room} community={community} initial={roster} mayEnter />
            ))}
          </ul>
        </section>
      ) : (
        <p className="text-soft">{text.nobodyAnywhere}</p>
      )}
      {groups.map(({ community, rooms }) => {
        const quiet = rooms.filter((room) => !liveIds.has(room.id))
        if (quiet.length === 0) return null
        return (
          <section key={community.id} className="flex flex-col gap-1.5">
            <h2 className="text-sm font-semibold text-faint">{community.name}</h2>
            <ul className="flex flex-col gap-1 rounded-card border border-line bg-surface p-2">
              {quiet.map((room) => (
                <RoomCard key={room.id} room={room} community={community} mayEnter />
              ))}
            </ul>
          </section>
        )
      })}
      {nextAfter && (
        <Link to={`?after=${nextAfter}`} className="self-center font-semibold underline underline-offset-4">
          {text.moreRooms}
        </Link>
      )}
    </Page>
  )
}
