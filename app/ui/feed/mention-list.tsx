import { useEffect, useId, useRef, useState } from 'react'
import { getJson } from '#app/http/post-json.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import type { PersonCard } from '#communities/people/contract.ts'
import type { MentionsProps } from './mentions.tsx'

const useText = textsOf('feed')

/** What is typed behind an @ just before the caret; null where nobody is being named. */
export function beginningAt(text: string, caret: number): { from: number; name: string } | null {
  const match = /(?<![\p{L}\p{N}_@./-])@([\p{L}\p{M}\p{N}'’.-]*(?: [\p{L}\p{M}\p{N}'’.-]*){0,3})$/u.exec(text.slice(0, caret))
  return match && { from: match.index, name: match[1] ?? '' }
}

/**
 * The people who can be named: arrows choose, Enter or Tab takes, Escape closes, and the textbox says which one is chosen
 * (`aria-activedescendant`), since the focus stays in it.
 */
export default function MentionList({ area, communityId, text, onText, up = false }: MentionsProps) {
  const { feed } = useText()
  const id = useId()
  const [people, setPeople] = useState<PersonCard[]>([])
  const [at, setAt] = useState(0)
  const [caret, setCaret] = useState(() => area.current?.selectionStart ?? 0)
  /** The @ that somebody does not want to be helped with (any more). */
  const [settled, setSettled] = useState<number | null>(null)
  const asked = useRef(0)
  const begun = beginningAt(text, caret)
  const name = begun && begun.from !== settled ? begun.name : null

  useEffect(() => {
    const box = area.current
    const look = () => setCaret(box?.selectionStart ?? 0)
    const onSelect = () => document.activeElement === box && look()
    box?.addEventListener('input', look)
    document.addEventListener('selectionchange', onSelect)
    return () => {
      box?.removeEventListener('input', look)
      document.removeEventListener('selectionchange', onSelect)
    }
  }, [area])
  useEffect(() => {
    const number = ++asked.current
    if (name === null) return setPeople([])
    void getJson<PersonCard[]>(`/mentionable?community=${communityId}&name=${encodeURIComponent(name)}`).then((answer) => {
      if (!answer.ok || number !== asked.current) return
      setPeople(answer.value)
      setAt(0)
    })
  }, [name, communityId])

  const open = name !== null && people.length > 0
  const take = (person: PersonCard) => {
    const box = area.current
    if (!begun || !box) return
    const after = `${text.slice(0, begun.from)}@${person.name} `
    setSettled(begun.from)
    onText(after + text.slice(caret).replace(/^ /, ''))
    // Once the text is in the box.
    requestAnimationFrame(() => {
      box.focus()
      box.setSelectionRange(after.length, after.length)
    })
  }
  const latest = useRef({ open, people, at, take, from: begun?.from ?? null })
  latest.current = { open, people, at, take, from: begun?.from ?? null }
  useEffect(() => {
    const box = area.current
    if (!box) return
    const onKeyDown = (event: KeyboardEvent) => {
      const now = latest.current
      if (!now.open || event.ctrlKey || event.metaKey) return
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      const person = now.people[now.at]
      if (step) setAt((now.at + step + now.people.length) % now.people.length)
      else if (event.key === 'Escape') setSettled(now.from)
      else if ((event.key === 'Enter' || event.key === 'Tab') && person && !event.shiftKey) now.take(person)
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    box.addEventListener('keydown', onKeyDown, { capture: true })
    return () => box.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [area])
  useEffect(() => {
    const box = area.current
    if (!box || !open) return
    box.setAttribute('aria-autocomplete', 'list')
    box.setAttribute('aria-haspopup', 'listbox')
    box.setAttribute('aria-controls', `${id}-list`)
    box.setAttribute('aria-activedescendant', `${id}-${at}`)
    return () => {
      for (const attribute of ['autocomplete', 'haspopup', 'controls', 'activedescendant']) box.removeAttribute(`aria-${attribute}`)
    }
  }, [area, open, at, id])

  return (
    <>
      <span role="status" className="sr-only">
        {open && feed.peopleToName({ count: people.length })}
      </span>
      {open && (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={feed.nameSomebody}
          className={classNames(
            'absolute left-0 z-40 w-72 max-w-full rounded-xl border border-line bg-surface p-1 shadow-lg shadow-black/5',
            up ? 'bottom-full mb-1' : 'top-full mt-1',
          )}
        >
          {people.map((person, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the textbox's, where the focus stays
            <div
              key={person.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className={classNames(
                'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2 hover:bg-sunken',
                index === at && 'bg-sunken',
              )}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(person)}
            >
              <Avatar person={person} size="small" /> <span className="truncate font-medium">{person.name}</span>
            </div>
          ))}
        </div>
      )}
    </>
  )
}
