import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { postJson } from '#app/http/post-json.ts'
import { useFormat } from '#app/i18n/format.tsx'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { MoreHorizontal, Pencil, Trash2 } from '#app/ui/kit/icons.tsx'
import { lazily } from '#app/ui/kit/lazily.tsx'
import { Menu, MenuItem } from '#app/ui/kit/menu.tsx'
import { stayAt } from '#app/ui/kit/stay-at.ts'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { ActionItem } from '#communities/actions/contract.ts'

const useText = textsOf('actions', 'common', 'errors', 'feed')

const ActionForm = lazily(() => import('./action-form.tsx'))

/**
 * Actions as a quiet checklist, to be checked off, changed and deleted. Load it lazily. Give it `actions` as they are on the server;
 * what is checked off here is shown at once.
 */
export default function ActionList<Item extends ActionItem>({
  actions: loaded,
  communityOf,
  mayEdit,
  label,
  aside,
  mine = false,
}: {
  actions: Item[]
  communityOf: (action: Item) => string
  mayEdit: (action: Item) => boolean
  label: string
  /** What stands below an action: where it comes from, say. */
  aside?: (action: Item) => ReactNode
  /** All of them are the reader's: no face needs to say so. */
  mine?: boolean
}) {
  return (
    <ul aria-label={label} className="flex flex-col">
      {loaded.map((action) => (
        <ActionLine
          key={action.id}
          action={action}
          communityId={communityOf(action)}
          mayEdit={mayEdit(action)}
          aside={aside?.(action)}
          mine={mine}
        />
      ))}
    </ul>
  )
}

function ActionLine({
  action,
  communityId,
  mayEdit,
  aside,
  mine,
}: {
  action: ActionItem
  communityId: string
  mayEdit: boolean
  aside: ReactNode
  mine: boolean
}) {
  const text = useText()
  const { actions, common } = text
  const format = useFormat()
  const toast = useToast()
  const [editing, setEditing] = useState(false)
  const row = useRef<HTMLLIElement>(null)
  const close = () => {
    stayAt(row.current)
    setEditing(false)
  }
  /** As it was set here, until the server says the same. */
  const [set, setSet] = useState<boolean | null>(null)
  const done = set ?? action.doneAt !== null
  const known = useRef(action.doneAt)
  useEffect(() => {
    if (known.current !== action.doneAt) setSet(null)
    known.current = action.doneAt
  }, [action.doneAt])
  const tell = async (body: object) => {
    const answer = await postJson<null>('/actions/api', { actionId: action.id, ...body })
    if (!answer.ok) toast(errorText(text, answer.code, answer.details))
    return answer.ok
  }
  const finish = async (now: boolean) => {
    setSet(now)
    if (!(await tell({ intent: 'finish', done: now }))) setSet(null)
    else if (now) toast(actions.finished, { label: common.undo, run: () => void finish(false) })
  }
  const remove = async () => {
    if (await tell({ intent: 'delete' })) {
      toast(actions.deleted, { label: common.undo, run: () => void tell({ intent: 'delete', restore: true }) })
    }
  }
  if (editing) {
    return (
      <li ref={row} tabIndex={-1} className="py-1.5">
        <Suspense>
          <ActionForm communityId={communityId} threadId={action.threadId} action={action} onDone={close} onCancel={close} />
        </Suspense>
      </li>
    )
  }
  return (
    <li ref={row} id={`action-${action.id}`} tabIndex={-1} className="flex scroll-mt-16 items-start gap-2.5 py-1">
      <input
        type="checkbox"
        checked={done}
        disabled={!mayEdit}
        aria-label={actions.markDone({ text: action.text })}
        onChange={(event) => void finish(event.target.checked)}
        className="mt-1.5 size-4 shrink-0 accent-(--ink)"
      />
      <div className="min-w-0 flex-1 py-0.5">
        <p className={classNames(done && 'text-faint line-through')}>{action.text}</p>
        {(action.dueOn || aside) && (
          <p className="text-sm text-faint">
            {action.dueOn && <span className="tabular">{actions.due({ day: format.day(action.dueOn) })}</span>}
            {action.dueOn && aside && ' · '}
            {aside}
          </p>
        )}
      </div>
      {action.assignee && !mine && <Avatar person={action.assignee} size="small" alone className="mt-0.5" />}
      {mayEdit && (
        <Menu
          label={actions.more({ text: action.text })}
          trigger={<MoreHorizontal className="size-4" aria-hidden />}
          triggerClass="-mr-1.5 inline-flex size-8 items-center justify-center rounded-lg text-faint hover:bg-sunken hover:text-ink"
        >
          <MenuItem icon={<Pencil className="size-4" aria-hidden />} onSelect={() => setEditing(true)}>
            {actions.change}
          </MenuItem>
          <MenuItem danger icon={<Trash2 className="size-4" aria-hidden />} onSelect={() => void remove()}>
            {text.feed.delete}
          </MenuItem>
        </Menu>
      )}
    </li>
  )
}
