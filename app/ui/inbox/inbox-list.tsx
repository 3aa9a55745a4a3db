import { Link } from '@remix-run/react'
import { useRef } from 'react'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Button, buttonClass } from '#app/ui/kit/button.tsx'
import { CheckCheck, Inbox, ListChecks } from '#app/ui/kit/icons.tsx'
import { Page, TabLinks } from '#app/ui/kit/page.tsx'
import { EmptyState } from '#app/ui/kit/states.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { InboxChange, InboxEntry, InboxPage, InboxView } from '#communities/inbox/contract.ts'
import { InboxItem } from './inbox-item.tsx'
import { useInbox } from './use-inbox.ts'

const useText = textsOf('common', 'errors', 'feed', 'inbox')

/** The inbox: its parts, its matters, and what can be done with them. */
export function InboxList({ view, first }: { view: InboxView; first: InboxPage }) {
  const text = useText()
  const { inbox, common } = text
  const toast = useToast()
  const list = useRef<HTMLUListElement>(null)
  const heading = useRef<HTMLDivElement>(null)
  const { page, change, finishAll, undoAll, loadOlder, loading, failure } = useInbox(view, first)

  const report = (answer: Awaited<ReturnType<typeof change>>) => {
    if (!answer.ok) toast(errorText(text, answer.code, answer.details))
  }
  const onChange = async (what: InboxChange, entry: InboxEntry) => {
    if (what === 'done' || what === 'undone') focusAfter(entry)
    const answer = await change(what, [entry])
    report(answer)
    if (what === 'done' && answer.ok) toast(inbox.isDone, { label: common.undo, run: () => void change('undone', [entry]).then(report) })
  }
  /** The matter goes from the list: the next one is the place to be. */
  const focusAfter = ({ id }: InboxEntry) => {
    const at = page.entries.findIndex((entry) => entry.id === id)
    const next = page.entries[at + 1] ?? page.entries[at - 1]
    const link = next && list.current?.querySelector<HTMLElement>(`[data-matter="${next.id}"] a`)
    ;(link ?? heading.current)?.focus()
  }
  const onAllDone = async () => {
    heading.current?.focus()
    const answer = await finishAll()
    report(answer)
    if (!answer.ok || !answer.value) return
    const doneAt = answer.value
    toast(inbox.allIsDone, { label: common.undo, run: () => void undoAll(doneAt).then(report) })
  }
  const empties = {
    open: [inbox.empty, inbox.emptyText],
    unread: [inbox.emptyUnread, inbox.emptyUnreadText],
    done: [inbox.emptyDone, inbox.emptyDoneText],
  } as const
  const [emptyTitle, emptyText] = empties[view]

  return (
    <Page
      title={common.inbox}
      actions={
        <>
          <Link to="/actions" className={buttonClass('outline', 'small', 'wide:hidden')}>
            <ListChecks className="size-4" aria-hidden /> {common.myActions}
          </Link>
          {view === 'open' && page.entries.length > 0 && (
            <Button look="outline" size="small" onClick={() => void onAllDone()}>
              <CheckCheck className="size-4" aria-hidden /> {inbox.allDone}
            </Button>
          )}
        </>
      }
    >
      <div ref={heading} tabIndex={-1} className="outline-none">
        <TabLinks
          label={inbox.parts}
          tabs={[
            { to: '/inbox', label: inbox.open },
            { to: '/inbox/unread', label: inbox.unread },
            { to: '/inbox/done', label: inbox.done },
          ]}
        />
      </div>
      {page.entries.length === 0 ? (
        <EmptyState icon={<Inbox className="size-8" aria-hidden />} title={emptyTitle} text={emptyText} />
      ) : (
        <ul ref={list} aria-label={common.inbox} className="flex flex-col divide-y divide-line rounded-card border border-line bg-surface">
          {page.entries.map((entry) => (
            <InboxItem key={entry.id} entry={entry} onChange={(what) => void onChange(what, entry)} />
          ))}
        </ul>
      )}
      {failure && (
        <p role="alert" className="text-center text-sm font-medium text-danger">
          {errorText(text, failure)}
        </p>
      )}
      {page.nextCursor && (
        <Button look="outline" onClick={() => void loadOlder()} aria-disabled={loading} className="self-center">
          {loading ? common.loading : failure ? common.retry : text.feed.older}
        </Button>
      )}
    </Page>
  )
}
