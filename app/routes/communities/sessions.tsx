import { Form, Link, useLoaderData, useSearchParams } from '@remix-run/react'
import { History, Search } from 'lucide-react'
import { memberPage } from '#app/http/answer.server.ts'
import { searched } from '#app/http/search-params.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { ButtonLink, IconButton } from '#app/ui/kit/button.tsx'
import { SelectField, TextField } from '#app/ui/kit/field.tsx'
import { EmptyState } from '#app/ui/kit/states.tsx'
import { useSubmitWhileTyping } from '#app/ui/kit/use-submit-while-typing.ts'
import { SessionList } from '#app/ui/rooms/session-list.tsx'
import { requireStanding } from '#communities/memberships/permissions.server.ts'
import { listRooms } from '#rooms/doors/list-rooms.server.ts'
import { searchSessions } from '#rooms/search/search-sessions.server.ts'

const useText = textsOf('communities', 'sessions')

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
  const { sessions, communities } = useText()
  const [params] = useSearchParams()
  const whileTyping = useSubmitWhileTyping()
  const filtered = filter.word !== '' || filter.person !== '' || filter.room !== ''
  const withCursor = (cursor: string | null) => {
    const next = new URLSearchParams([...params].filter(([name, value]) => name !== 'before' && value !== ''))
    if (cursor) next.set('before', cursor)
    const search = next.toString()
    return search ? `${href}?${search}` : href
  }
  if (found.length === 0 && !filtered && !paged) {
    return <EmptyState icon={<History className="size-8" aria-hidden />} title={sessions.none} text={sessions.noneText} />
  }
  return (
    <>
      <Form
        method="get"
        action={href}
        role="search"
        preventScrollReset
        className="grid items-end gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,11rem)_minmax(0,10rem)_auto]"
        {...whileTyping}
      >
        <TextField
          label={sessions.searchWord}
          hideLabel
          name="about"
          type="search"
          placeholder={sessions.searchWord}
          defaultValue={filter.word}
          maxLength={80}
        />
        <TextField
          label={sessions.searchPerson}
          hideLabel
          name="with"
          type="search"
          placeholder={sessions.searchPerson}
          defaultValue={filter.person}
          maxLength={80}
        />
        <SelectField label={sessions.searchRoom} hideLabel name="room" defaultValue={filter.room}>
          <option value="">{sessions.anyRoom}</option>
          {rooms.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </SelectField>
        <IconButton type="submit" look="outline" label={communities.find} className="max-sm:hidden">
          <Search className="size-4" aria-hidden />
        </IconButton>
      </Form>
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
        {(nextCursor || paged) && (
          <nav className="flex flex-wrap items-center justify-center gap-4">
            {paged && (
              <Link to={withCursor(null)} className="font-semibold text-soft hover:text-ink hover:underline">
                {sessions.newest}
              </Link>
            )}
            {nextCursor && (
              <ButtonLink to={withCursor(nextCursor)} look="outline">
                {sessions.older}
              </ButtonLink>
            )}
          </nav>
        )}
      </section>
    </>
  )
}
