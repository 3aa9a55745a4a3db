import { useId, useState } from 'react'
import { fieldError } from '#app/http/action-answer.ts'
import { postJson } from '#app/http/post-json.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { useDraft } from '#app/ui/feed/use-draft.ts'
import { Button } from '#app/ui/kit/button.tsx'
import { ACTION_TEXT_MAX, type ActionItem, type ActionSource } from '#communities/actions/contract.ts'
import type { PersonCard } from '#communities/people/contract.ts'
import type { Failure } from '../feed/writing-box.tsx'
import { PersonField } from './person-field.tsx'

const useText = textsOf('actions', 'common', 'errors', 'feed')

interface ActionFormProps {
  communityId: string
  /** The thread that the action belongs to: a session's, where it is taken on in a session. */
  threadId: string
  source?: ActionSource
  /** The reply, chat line or agenda line that it is made from. */
  sourceId?: string | undefined
  /** What it begins as: the line that it is made from, say. */
  text?: string
  /** An action that is there already, to be changed. */
  action?: ActionItem
  onDone: (made: ActionItem | null) => void
  onCancel: () => void
}

/**
 * Makes an action, or changes one: what, who, until when. Load it lazily: `lazily(() => import('#app/ui/actions/action-form.tsx'))`.
 * What is typed stays until it got through, also where the form is closed without being cancelled.
 */
export default function ActionForm({
  communityId,
  threadId,
  source = 'thread',
  sourceId,
  text: begin,
  action,
  onDone,
  onCancel,
}: ActionFormProps) {
  const texts = useText()
  const { actions, common } = texts
  const id = useId()
  const draft = useDraft<{ person: PersonCard | null; dueOn: string }>(
    action ? `action:edit:${action.id}` : `action:${threadId}:${source}:${sourceId ?? begin ?? ''}`,
    {
      text: action?.text ?? (begin ?? '').slice(0, ACTION_TEXT_MAX),
      more: { person: action?.assignee ?? null, dueOn: action?.dueOn ?? '' },
      onSentElsewhere: onCancel,
    },
  )
  const { text } = draft
  const { person, dueOn } = draft.more
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const send = async () => {
    if (busy) return
    setBusy(true)
    const fields = { text, assigneeId: person?.id ?? null, dueOn: dueOn || null }
    const answer = await draft.send((clientId) =>
      postJson<ActionItem | null>(
        '/actions/api',
        action ? { intent: 'edit', actionId: action.id, ...fields } : { intent: 'add', threadId, source, sourceId, clientId, ...fields },
      ),
    )
    setBusy(false)
    setFailure(answer.ok ? null : answer)
    if (answer.ok) onDone(answer.value)
  }
  const wrong =
    failure && (fieldError(failure, 'text') ?? fieldError(failure, 'assigneeId') ?? fieldError(failure, 'dueOn') ?? failure.code)
  return (
    <form
      aria-label={action ? actions.change : texts.feed.makeAction}
      className="flex flex-col gap-2.5 rounded-xl border border-line bg-canvas p-3"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // It closes the form, and not what the form is in.
        event.preventDefault()
        onCancel()
      }}
    >
      <div className="flex flex-col gap-1">
        <label htmlFor={`${id}-text`} className="text-sm font-semibold">
          {actions.text}
        </label>
        <input
          dir="auto"
          id={`${id}-text`}
          // biome-ignore lint/a11y/noAutofocus: it opens because somebody asked to write here
          autoFocus
          value={text}
          maxLength={ACTION_TEXT_MAX}
          aria-invalid={fieldError(failure ?? undefined, 'text') ? true : undefined}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          onChange={(event) => draft.write(event.target.value)}
          className="h-9 w-full rounded-lg border border-line-strong/60 bg-surface px-2.5 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-danger"
        />
      </div>
      <div className="flex flex-wrap items-end gap-2.5">
        <PersonField
          communityId={communityId}
          person={person}
          onPerson={(chosen) => draft.write(text, { person: chosen, dueOn })}
          error={fieldError(failure ?? undefined, 'assigneeId')}
        />
        <div className="flex flex-col gap-1">
          <label htmlFor={`${id}-due`} className="text-sm font-semibold">
            {actions.dueOn}
          </label>
          <input
            id={`${id}-due`}
            type="date"
            value={dueOn}
            onChange={(event) => draft.write(text, { person, dueOn: event.target.value })}
            className="tabular h-9 rounded-lg border border-line-strong/60 bg-surface px-2.5 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
          />
        </div>
        <div className="ml-auto flex gap-2">
          <Button
            look="quiet"
            size="small"
            onClick={() => {
              draft.giveUp()
              onCancel()
            }}
          >
            {common.cancel}
          </Button>
          <Button type="submit" size="small" aria-disabled={busy || text.trim() === ''}>
            {failure ? common.retry : action ? common.save : common.add}
          </Button>
        </div>
      </div>
      {wrong && (
        <p id={`${id}-wrong`} role="alert" className="text-sm font-medium text-danger">
          {errorText(texts, wrong, failure?.details)}
        </p>
      )}
    </form>
  )
}
