import { Link } from '@remix-run/react'
import { textsOf } from '#app/i18n/text.tsx'
import type { RoomAlertCard } from '#rooms/alerts/contract.ts'
import { RoomAlertField } from './room-alert-field.tsx'

const useText = textsOf('notices')

/** The rooms that the reader wants to be told of, each with its choice. */
export function RoomAlertList({ alerts }: { alerts: readonly RoomAlertCard[] }) {
  const { notices } = useText()
  if (alerts.length === 0) return <p className="text-soft">{notices.roomsNone}</p>
  return (
    <ul className="flex flex-col divide-y divide-line">
      {alerts.map(({ room, community, threshold }) => (
        <li key={room.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
          <span className="flex min-w-0 flex-col">
            <Link to={`/c/${community.slug}/rooms/${room.slug}`} prefetch="intent" className="w-fit font-semibold hover:underline">
              {room.name}
            </Link>
            <span className="truncate text-sm text-faint">{community.name}</span>
          </span>
          <RoomAlertField roomId={room.id} roomName={room.name} choice={threshold === 2 ? '2' : '1'} />
        </li>
      ))}
    </ul>
  )
}
