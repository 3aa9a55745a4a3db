import type { MetaFunction } from '@remix-run/node'
import { Link, useFetcher, useLoaderData } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { memberAction, memberPage } from '#app/http/answer.server.ts'
import { searched } from '#app/http/search-params.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button, buttonClass } from '#app/ui/kit/button.tsx'
import { Dialog } from '#app/ui/kit/dialog.tsx'
import { TextField } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Ellipsis, Search } from '#app/ui/kit/icons.tsx'
import { Menu, MenuItem } from '#app/ui/kit/menu.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { Card, EmptyState } from '#app/ui/kit/states.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { WorkspaceTabs } from '#app/ui/people/workspace-tabs.tsx'
import { listWorkspaceMembers, type WorkspaceMember } from '#communities/people/list-workspace-members.server.ts'
import { manageAccount } from '#communities/people/manage-account.server.ts'

const useText = textsOf('common', 'errors', 'people')

export const loader = memberPage(async ({ viewer, request }) => {
  const query = new URL(request.url).searchParams
  const search = searched(request, 'q')
  const page = Math.min(10_000, Math.max(0, Math.trunc(Number(query.get('page'))) || 0))
  const found = await listWorkspaceMembers(viewer, { search, page })
  return { ...found, search, page, me: viewer.id, title: texts[viewer.language].people.members }
})

export const action = memberAction(({ viewer, form }) => manageAccount(viewer, form))

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function WorkspaceMembers() {
  const { members, more, search, page, me } = useLoaderData<typeof loader>()
  const { people } = useText()
  return (
    <Page title={people.members}>
      <WorkspaceTabs admin />
      <Form role="search" className="flex items-end gap-2">
        <TextField
          label={people.searchMembers}
          hideLabel
          placeholder={people.searchMembers}
          name="q"
          type="search"
          defaultValue={search}
          className="flex-1"
        />
        <Button type="submit" look="outline" aria-label={people.searchMembers}>
          <Search className="size-4" aria-hidden />
        </Button>
      </Form>
      {members.length === 0 ? (
        <EmptyState title={people.nobodyFound} />
      ) : (
        <Card>
          <ul className="flex flex-col divide-y divide-line px-4">
            {members.map((member) => (
              <Row key={member.id} member={member} isMe={member.id === me} />
            ))}
          </ul>
        </Card>
      )}
      <nav aria-label={people.pages} className="flex justify-between">
        {page > 0 && (
          <Link to={`?${new URLSearchParams({ q: search, page: String(page - 1) })}`} className={buttonClass('outline', 'small')}>
            {people.previousPage}
          </Link>
        )}
        {more && (
          <Link
            to={`?${new URLSearchParams({ q: search, page: String(page + 1) })}`}
            className={buttonClass('outline', 'small', 'ml-auto')}
          >
            {people.nextPage}
          </Link>
        )}
      </nav>
    </Page>
  )
}

function Row({ member, isMe }: { member: WorkspaceMember; isMe: boolean }) {
  const text = useText()
  const { people } = text
  const toast = useToast()
  const fetcher = useFetcher<typeof action>()
  useEffect(() => {
    if (fetcher.data && !fetcher.data.ok) toast(errorText(text, fetcher.data.code))
  }, [fetcher.data, toast, text])
  const change = (what: string) => fetcher.submit({ memberId: member.id, change: what }, { method: 'post' })
  const closed = member.deactivatedAt !== null
  const [asking, setAsking] = useState(false)
  return (
    <li className="flex items-center gap-3 py-2.5">
      <Avatar person={member} className={closed ? 'grayscale' : ''} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{member.name}</p>
        <p className="truncate text-sm text-faint">{member.email}</p>
      </div>
      {closed ? <Tag>{people.closed}</Tag> : member.role === 'admin' && <Tag>{people.admin}</Tag>}
      {!isMe && (
        <Menu
          label={people.manage({ name: member.name })}
          trigger={<Ellipsis className="size-4.5" aria-hidden />}
          triggerClass="inline-flex size-8 items-center justify-center rounded-lg text-faint hover:bg-sunken hover:text-ink"
        >
          {!closed && (
            <MenuItem onSelect={() => change(member.role === 'admin' ? 'makeMember' : 'makeAdmin')}>
              {member.role === 'admin' ? people.makeMember : people.makeAdmin}
            </MenuItem>
          )}
          <MenuItem danger={!closed} onSelect={() => (closed ? change('reopen') : setAsking(true))}>
            {closed ? people.reopenAccount : people.closeAccount}
          </MenuItem>
        </Menu>
      )}
      <Dialog open={asking} onClose={() => setAsking(false)} title={people.closeAccountOf({ name: member.name })}>
        <p className="text-soft">{people.closeAccountText}</p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="outline" onClick={() => setAsking(false)}>
            {text.common.cancel}
          </Button>
          <Button
            look="danger"
            onClick={() => {
              change('close')
              setAsking(false)
            }}
          >
            {people.closeAccount}
          </Button>
        </div>
      </Dialog>
    </li>
  )
}

function Tag({ children }: { children: string }) {
  return <span className="rounded-full bg-sunken px-2 py-0.5 text-sm font-medium text-soft">{children}</span>
}
