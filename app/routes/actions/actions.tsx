import type { MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { memberPage } from '#app/http/answer.server.ts'
import { texts } from '#app/i18n/text.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { useReadAgain } from '#app/realtime/use-read-again.ts'
import { useReady } from '#app/realtime/use-ready.ts'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import ActionList from '#app/ui/actions/action-list.tsx'
import { ListChecks } from '#app/ui/kit/icons.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { Card, EmptyState } from '#app/ui/kit/states.tsx'
import { dueGroupOf, dueGroups, type MyAction } from '#communities/actions/contract.ts'
import type { actionsChanged } from '#communities/actions/events/contract.ts'
import { listMyActions } from '#communities/actions/list-my-actions.server.ts'
import { dayIn } from '#communities/people/working-morning.server.ts'

const useText = textsOf('actions', 'common')

export const loader = memberPage(async ({ viewer }) => ({
  ...(await listMyActions(viewer)),
  today: dayIn(viewer.timeZone, new Date()),
  title: texts[viewer.language].common.myActions,
}))

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.title} · Palier` : 'Palier' }]

export default function MyActions() {
  const { open, done, today } = useLoaderData<typeof loader>()
  const { actions, common } = useText()
  const readAgain = useReadAgain()
  useServerEvent<typeof actionsChanged>('actions.changed', readAgain)
  useReady(readAgain)
  const groups = dueGroups.map((group) => ({ group, items: open.filter(({ dueOn }) => dueGroupOf(dueOn, today) === group) }))
  const shown = [...groups, { group: 'done' as const, items: done }].filter(({ items }) => items.length > 0)
  return (
    <Page title={common.myActions}>
      {shown.length === 0 && (
        <EmptyState icon={<ListChecks className="size-8" aria-hidden />} title={actions.empty} text={actions.emptyText} />
      )}
      {shown.map(({ group, items }) => (
        <section key={group} aria-labelledby={`actions-${group}`} className="flex flex-col gap-2">
          <h2 id={`actions-${group}`} className="flex items-baseline gap-2 font-bold">
            {actions[group]} <span className="tabular text-sm font-normal text-faint">{items.length}</span>
          </h2>
          <Card className="px-3 py-1.5 sm:px-4">
            <ActionList
              actions={items}
              label={actions[group]}
              mine
              communityOf={({ community }) => community.id}
              mayEdit={(action: MyAction) => action.mayEdit}
              aside={(action: MyAction) => (
                <Link to={`/threads/${action.threadId}#action-${action.id}`} className="hover:text-ink hover:underline">
                  {action.community.name}
                </Link>
              )}
            />
          </Card>
        </section>
      ))}
    </Page>
  )
}
