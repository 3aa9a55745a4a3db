import { useRouteLoaderData } from '@remix-run/react'
import { textsOf } from '#app/i18n/text.tsx'
import { useLiveRosters } from '#app/realtime/roster-store.ts'
import type { loader } from '#app/root.tsx'
import { StripRoom } from './strip-room.tsx'

const useText = textsOf('rooms')

/** On a phone, where there is no sidebar: the rooms of all my communities that have people in them, on top of the home feed. */
export function LiveStrip() {
  const { rooms } = useText()
  const frame = useRouteLoaderData<typeof loader>('root')?.frame
  const live = useLiveRosters(frame?.rosters)
  const shown = live.flatMap((roster) => {
    const community = frame?.communities.find(({ id }) => id === roster.communityId)
    return community ? [{ roster, community }] : []
  })
  if (shown.length === 0) return null
  return (
    <nav aria-label={rooms.live} className="-mx-4 overflow-x-auto px-4 wide:hidden">
      <ul className="flex gap-2">
        {shown.map(({ roster, community }) => (
          <StripRoom key={roster.roomId} room={{ ...roster, id: roster.roomId }} community={community} initial={roster} />
        ))}
      </ul>
    </nav>
  )
}
