import { useLoaderData } from '@remix-run/react'
import { memberPage } from '#app/http/answer.server.ts'
import { searched } from '#app/http/search-params.server.ts'
import { Library } from '#app/ui/recordings/library/library.tsx'
import { requireStanding } from '#communities/memberships/permissions.server.ts'
import { listRooms } from '#rooms/doors/list-rooms.server.ts'
import { searchRecordings } from '#rooms/recordings/library/search-recordings.server.ts'
import { sumCommunityStorage } from '#rooms/recordings/library/sum-storage.server.ts'

export const loader = memberPage(async ({ viewer, params, request }) => {
  const { community } = await requireStanding(viewer, { slug: params['community'] ?? '' }, 'recording.watch')
  const search = new URL(request.url).searchParams
  const cursor = search.get('before')
  const [rooms, storage] = await Promise.all([listRooms(viewer, community.id), sumCommunityStorage(viewer, community.id)])
  const room = rooms.find(({ slug }) => slug === search.get('room'))
  const filter = { word: searched(request, 'about'), person: searched(request, 'with'), room: room?.slug ?? '' }
  return {
    found: await searchRecordings(viewer, { ...filter, communityId: community.id, roomId: room?.id, cursor }),
    filter,
    storage,
    paged: cursor !== null,
    rooms: rooms.map(({ slug, name }) => ({ slug, name })),
    href: `/c/${community.slug}/recordings`,
  }
})

export default function CommunityRecordings() {
  return <Library {...useLoaderData<typeof loader>()} />
}
