import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { memberPage } from '#app/http/answer.server.ts'
import { searched } from '#app/http/search-params.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { Library } from '#app/ui/recordings/library/library.tsx'
import { searchRecordings } from '#rooms/recordings/library/search-recordings.server.ts'

const useText = textsOf('library')

/** The recordings of all communities that I belong to. */
export const loader = memberPage(async ({ viewer, request }) => {
  const cursor = new URL(request.url).searchParams.get('before')
  const filter = { word: searched(request, 'about'), person: searched(request, 'with'), room: '' }
  const found = await searchRecordings(viewer, { ...filter, cursor })
  return { found, filter, paged: cursor !== null, title: texts[viewer.language].library.title }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function MyRecordings() {
  const { library } = useText()
  return (
    <Page title={library.title}>
      <Library {...useLoaderData<typeof loader>()} href="/recordings" rooms={[]} showCommunity />
    </Page>
  )
}
