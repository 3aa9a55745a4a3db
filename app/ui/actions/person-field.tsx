import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { getJson } from '#app/http/post-json.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import type { PersonCard } from '#communities/people/contract.ts'

const useText = textsOf('actions')

/** Chooses one of a community's people by typing the beginning of a name: a combobox as the ARIA practices have it. Empty is nobody. */
export function PersonField({
  communityId,
  person,
  onPerson,
  error,
}: {
  communityId: string
  person: PersonCard | null
  onPerson: (person: PersonCard | null) => void
  error?: string | undefined
}) {
  const { actions } = useText()
  const id = useId()
  const [typed, setTyped] = useState(person?.name ?? '')
  const [people, setPeople] = useState<PersonCard[]>([])
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const asked = useRef(0)
  useEffect(() => {
    if (!open) return
    const number = ++asked.current
    const name = encodeURIComponent(person?.name === typed ? '' : typed)
    void getJson<PersonCard[]>(`/mentionable?community=${communityId}&name=${name}`).then((answer) => {
      if (!answer.ok || number !== asked.current) return
      setPeople(answer.value)
      setAt(0)
    })
  }, [open, typed, person, communityId])
  const choose = (chosen: PersonCard) => {
    onPerson(chosen)
    setTyped(chosen.name)
    setOpen(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = people[at]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) setOpen(true)
      else if (people.length > 0) setAt((at + (event.key === 'ArrowDown' ? 1 : people.length - 1)) % people.length)
    } else if (event.key === 'Enter' && open && chosen) {
      event.preventDefault()
      choose(chosen)
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation()
      event.preventDefault()
      setOpen(false)
    }
  }
  const shown = open && people.length > 0
  return (
    <div className="relative flex min-w-0 flex-1 basis-40 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-semibold">
        {actions.assignee}
      </label>
      <input
        dir="auto"
        id={id}
        role="combobox"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown ? `${id}-${at}` : undefined}
        aria-invalid={error ? true : undefined}
        autoComplete="off"
        placeholder={actions.nobody}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          if (person) onPerson(null)
          setOpen(true)
        }}
        onFocus={(event) => event.target.select()}
        onClick={() => setOpen(true)}
        onBlur={() => {
          setOpen(false)
          if (!person) setTyped('')
        }}
        onKeyDown={onKeyDown}
        className="h-9 w-full rounded-lg border border-line-strong/60 bg-surface px-2.5 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-danger"
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={actions.assignee}
        hidden={!shown}
        className="absolute inset-x-0 top-full z-40 mt-1 max-h-60 overflow-y-auto rounded-xl border border-line bg-surface p-1 shadow-lg shadow-black/5"
      >
        {people.map((card, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
          <div
            key={card.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classNames(
              'flex min-h-9 cursor-pointer items-center gap-2 rounded-lg px-2 hover:bg-sunken',
              index === at && 'bg-sunken',
            )}
            // The field keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(card)}
          >
            <Avatar person={card} size="tiny" /> <span className="truncate">{card.name}</span>
          </div>
        ))}
      </div>
    </div>
  )
}
