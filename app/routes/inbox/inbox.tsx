import { data, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { memberPage } from '#app/http/answer.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { InboxList } from '#app/ui/inbox/inbox-list.tsx'
import { inboxViews } from '#communities/inbox/contract.ts'
import { listInbox } from '#communities/inbox/list-inbox.server.ts'

export const loader = memberPage(async ({ viewer, params }) => {
  const view = inboxViews.find((name) => name === (params['view'] ?? 'open'))
  if (!view) throw data(null, { status: 404 })
  return { view, page: await listInbox(viewer, { view }), title: texts[viewer.language].common.inbox }
})

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [{ title: loaded ? `${loaded.title} · Palier` : 'Palier' }]

export default function Inbox() {
  const { view, page } = useLoaderData<typeof loader>()
  return <InboxList key={view} view={view} first={page} />
}
