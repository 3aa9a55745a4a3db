import { Link, type MetaFunction, useLoaderData } from '@remix-run/react'
import { memberPage } from '#app/http/answer.server.ts'
import { after, searched } from '#app/http/search-params.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { CommunityRow } from '#app/ui/communities/community-row.tsx'
import { SearchForm } from '#app/ui/communities/search-form.tsx'
import { ButtonLink } from '#app/ui/kit/button.tsx'
import { Plus, Users } from '#app/ui/kit/icons.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { Card, EmptyState } from '#app/ui/kit/states.tsx'
import type { DirectoryEntry } from '#communities/memberships/contract.ts'
import { listDirectory } from '#communities/memberships/list-directory.server.ts'

const useText = textsOf('common', 'communities')

export const loader = memberPage(async ({ viewer, request }) => {
  const search = searched(request, 'search')
  const directory = await listDirectory(viewer, { search, after: after(request) })
  return { ...directory, search, first: !after(request), title: texts[viewer.language].common.communities }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function DirectoryPage() {
  const { invited, mine, others, archived, nextAfter, search, first, title } = useLoaderData<typeof loader>()
  const { communities, common } = useText()
  const nothing = [invited, mine, others, archived].every((group) => group.length === 0)
  return (
    <Page
      title={title}
      header={
        <header className="flex flex-wrap items-center justify-between gap-3">
          <div>
            <h1 className="text-2xl font-bold">{title}</h1>
            <p className="text-soft">{communities.directoryText}</p>
          </div>
          <ButtonLink to="/communities/new">
            <Plus className="size-4" aria-hidden /> {common.createCommunity}
          </ButtonLink>
        </header>
      }
    >
      {(search || !nothing) && <SearchForm label={communities.search} value={search} />}
      {first && (
        <>
          <Group title={communities.invitedTo} entries={invited} />
          <Group title={communities.mine} entries={mine} />
        </>
      )}
      <Group title={communities.others} entries={others} />
      {nextAfter && (
        <Link
          to={`?${new URLSearchParams({ ...(search && { search }), after: nextAfter })}`}
          className="self-center font-semibold underline underline-offset-4"
        >
          {communities.nextPage}
        </Link>
      )}
      {first && <Group title={communities.archivedOnes} entries={archived} />}
      {nothing && (
        <EmptyState
          icon={<Users className="size-8" aria-hidden />}
          title={search ? communities.noneFound({ search }) : communities.emptyTitle}
          text={search ? communities.noneFoundText : communities.emptyText}
        >
          {search && (
            <ButtonLink to="/communities" look="outline">
              {communities.clearSearch}
            </ButtonLink>
          )}
        </EmptyState>
      )}
    </Page>
  )
}

function Group({ title, entries }: { title: string; entries: DirectoryEntry[] }) {
  if (entries.length === 0) return null
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-sm font-semibold text-soft">{title}</h2>
      <Card className="overflow-hidden">
        <ul className="divide-y divide-line">
          {entries.map((entry) => (
            <CommunityRow key={entry.id} entry={entry} />
          ))}
        </ul>
      </Card>
    </section>
  )
}
