import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { getJson } from '#app/http/post-json.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { type Draft, useDraft } from '#app/ui/feed/use-draft.ts'
import { Button } from '#app/ui/kit/button.tsx'
import { SelectField, TextField } from '#app/ui/kit/field.tsx'
import type { PersonCard } from '#communities/people/contract.ts'
import { AGENDA_MINUTES_MAX, AGENDA_TITLE_MAX } from '#rooms/agenda/contract.ts'
import type { LineFields } from './agenda-intents.ts'

const useText = textsOf('agenda', 'common', 'errors')

type Failure = Extract<ActionAnswer<unknown>, { ok: false }>

/** Who brings a line, and how many minutes it may take, as they were typed. */
interface LineDetails {
  owner: PersonCard | null
  minutes: string
}

/** A line being written, begun with what it says now, if it is there already. */
export function useLineDraft(name: string, line?: LineFields, onSentElsewhere?: () => void) {
  const more: LineDetails = { owner: line?.owner ?? null, minutes: line?.minutes ? String(line.minutes) : '' }
  return useDraft(name, { text: line?.title ?? '', more, ...(onSentElsewhere && { onSentElsewhere }) })
}

/** A line being written: what about, who brings it, how long. What was wrong stands below the field, and what was typed stays. */
export function LineForm({
  roomId,
  draft,
  submit,
  send,
  onClose,
  open,
}: {
  roomId: string
  draft: Draft<LineDetails>
  submit: string
  send: (line: LineFields) => Promise<ActionAnswer<unknown>>
  /** Takes the form away; what was typed is kept. */
  onClose?: () => void
  /** Everything is shown, not only the title. */
  open: boolean
}) {
  const text = useText()
  const { agenda, common } = text
  const title = draft.text
  const { owner, minutes } = draft.more
  const [failure, setFailure] = useState<Failure | null>(null)
  const field = useRef<HTMLDivElement>(null)
  const owners = useOwners(roomId, open)
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() === '') return field.current?.querySelector('input')?.focus()
    setFailure(null)
    const answer = await send({ title: title.trim(), owner, minutes: minutes === '' ? null : Number(minutes) })
    if (!answer.ok) setFailure(answer)
  }
  const choices = owner && !owners.some(({ id }) => id === owner.id) ? [owner, ...owners] : owners
  const rest = failure && !failure.fields['title'] && !failure.fields['minutes'] ? failure : null
  return (
    <form
      noValidate
      className="flex flex-col gap-2.5"
      onSubmit={(event) => void onSubmit(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !onClose) return
        event.preventDefault()
        onClose()
      }}
    >
      <div ref={field} className="flex items-end gap-2">
        <TextField
          label={onClose ? agenda.lineTitle : agenda.add}
          hideLabel
          className="min-w-0 flex-1"
          placeholder={onClose ? '' : agenda.addPlaceholder}
          value={title}
          maxLength={AGENDA_TITLE_MAX}
          autoComplete="off"
          autoFocus={Boolean(onClose)}
          error={failure?.fields['title']}
          onChange={(event) => draft.write(event.target.value)}
        />
        {!open && (
          <Button type="submit" look="outline">
            {common.add}
          </Button>
        )}
      </div>
      {open && (
        <div className="flex flex-wrap items-end gap-2">
          <SelectField
            label={agenda.owner}
            className="min-w-36 flex-1"
            value={owner?.id ?? ''}
            onChange={(event) => {
              const chosen = choices.find(({ id }) => id === event.target.value) ?? null
              draft.write(title, { owner: chosen, minutes })
            }}
          >
            <option value="">{agenda.nobody}</option>
            {choices.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <TextField
            label={agenda.minutes}
            className="w-24"
            type="number"
            inputMode="numeric"
            min={1}
            max={AGENDA_MINUTES_MAX}
            value={minutes}
            error={failure?.fields['minutes']}
            onChange={(event) => draft.write(title, { owner, minutes: event.target.value })}
          />
          <span className="ml-auto flex gap-1.5">
            {onClose && (
              <Button
                look="quiet"
                onClick={() => {
                  draft.giveUp()
                  onClose()
                }}
              >
                {common.cancel}
              </Button>
            )}
            <Button type="submit">{submit}</Button>
          </span>
        </div>
      )}
      {rest && (
        <p role="alert" className="text-sm font-medium text-danger">
          {errorText(text, rest.code, rest.details)}
        </p>
      )}
    </form>
  )
}

/** Who can bring a line; read once somebody is about to choose. */
function useOwners(roomId: string, wanted: boolean): readonly PersonCard[] {
  const [owners, setOwners] = useState<readonly PersonCard[]>([])
  useEffect(() => {
    if (!wanted) return
    let over = false
    void getJson<PersonCard[]>(`/rooms/${roomId}/agenda/owners`).then((answer) => {
      if (answer.ok && !over) setOwners(answer.value)
    })
    return () => {
      over = true
    }
  }, [roomId, wanted])
  return owners
}
