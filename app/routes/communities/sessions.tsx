import { useLoaderData } from '@remix-run/react'
import { memberPage } from '#app/http/answer.server.ts'
import { searched } from '#app/http/search-params.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { ButtonLink } from '#app/ui/kit/button.tsx'
import { History, Search } from '#app/ui/kit/icons.tsx'
import { Older } from '#app/ui/kit/older.tsx'
import { EmptyState } from '#app/ui/kit/states.tsx'
import { SessionFilter } from '#app/ui/rooms/session-filter.tsx'
import { SessionList } from '#app/ui/rooms/session-list.tsx'
import { requireStanding } from '#communities/memberships/permissions.server.ts'
import { listRooms } from '#rooms/doors/list-rooms.server.ts'
import { searchSessions } from '#rooms/search/search-sessions.server.ts'

const useText = textsOf('sessions')

export const loader = memberPage(async ({ viewer, params, request }) => {
  const { community } = await requireStanding(viewer, { slug: params['community'] ?? '' }, 'room.see')
  const search = new URL(request.url).searchParams
  const rooms = await listRooms(viewer, community.id)
  const room = rooms.find(({ slug }) => slug === search.get('room'))
  const filter = { word: searched(request, 'about'), person: searched(request, 'with'), room: room?.slug ?? '' }
  const cursor = search.get('before')
  const found = await searchSessions(viewer, community.id, { ...filter, roomId: room?.id, cursor })
  return {
    ...found,
    filter,
    paged: cursor !== null,
    rooms: rooms.map(({ slug, name }) => ({ slug, name })),
    href: `/c/${community.slug}/sessions`,
  }
})

export default function CommunitySessions() {
  const { sessions: found, nextCursor, filter, paged, rooms, href } = useLoaderData<typeof loader>()
  const { sessions } = useText()
  const filtered = filter.word !== '' || filter.person !== '' || filter.room !== ''
  if (found.length === 0 && !filtered && !paged) {
    return <EmptyState icon={<History className="size-8" aria-hidden />} title={sessions.none} text={sessions.noneText} />
  }
  return (
    <>
      <SessionFilter href={href} filter={filter} rooms={rooms} />
      <section aria-label={sessions.list} className="flex flex-col gap-4">
        {found.length > 0 ? (
          <SessionList sessions={found} showRoom />
        ) : (
          <EmptyState icon={<Search className="size-8" aria-hidden />} title={sessions.noneFound} text={sessions.noneFoundText}>
            <ButtonLink to={href} look="outline">
              {sessions.clear}
            </ButtonLink>
          </EmptyState>
        )}
        <Older href={href} nextCursor={nextCursor} paged={paged} older={sessions.older} newest={sessions.newest} />
      </section>
    </>
  )
}
