import { useActionData, useNavigation } from '@remix-run/react'
import { useEffect, useMemo, useRef } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { announceSent, contentOf, DraftKeeper } from './kept-drafts.ts'
import { useDraftKey } from './use-draft.ts'

/** More than any field of the product takes. */
const LENGTH_MAX = 20_000
const TEXTS = new Set(['text', 'search', 'url', 'email', 'tel'])

type Fields = Record<string, string>
type TextControl = HTMLInputElement | HTMLTextAreaElement

/** The fields that people type into, but for secrets and for what cannot be changed. */
function textsIn(form: HTMLFormElement): TextControl[] {
  return [...form.elements].filter((control): control is TextControl => {
    const isText = control instanceof HTMLTextAreaElement || (control instanceof HTMLInputElement && TEXTS.has(control.type))
    return isText && control.name !== '' && !control.readOnly && !/password|one-time-code|^cc-/.test(control.autocomplete)
  })
}

const read = (form: HTMLFormElement): Fields => Object.fromEntries(textsIn(form).map(({ name, value }) => [name, value]))

const draftOf = (more: Fields) => ({ text: '', more, clientId: null })

/**
 * Keeps what is typed into the form around it in this browser until the server has taken it: over a page change, a reload, a crash. Put
 * it into each form with a text that could be lost. Only what was typed is kept, for the account that typed it. Secrets never are; nor
 * are choices, which would be saved unnoticed a week later ("everybody reads it") along with a name that somebody corrects.
 */
export function KeptFields({
  of,
  answer: given,
}: {
  of: string
  /** Of a form with a fetcher: its data, null before it has any. */
  answer?: unknown
}) {
  const key = useDraftKey(`form:${of}`)
  const keeper = useMemo(() => new DraftKeeper(key), [key])
  const mark = useRef<HTMLInputElement>(null)
  const begun = useRef<Fields>({})
  const sent = useRef<Fields | null>(null)
  const pageAnswer = useActionData<unknown>()
  const answer = (given === undefined ? pageAnswer : given) as ActionAnswer<unknown> | undefined
  const navigation = useNavigation()

  useEffect(() => {
    const form = mark.current?.form
    if (!form) return
    begun.current = Object.fromEntries(textsIn(form).map(({ name, defaultValue }) => [name, defaultValue]))
    const kept = (keeper.read()?.more ?? {}) as Fields
    for (const control of textsIn(form)) {
      const text = kept[control.name]
      // What was typed before the page had woken up is newer.
      if (typeof text === 'string' && control.value === control.defaultValue) control.value = text
    }
    const keep = () => {
      const changed = Object.entries(read(form)).filter(([name, text]) => text !== begun.current[name] && text.length <= LENGTH_MAX)
      keeper.keep(changed.length > 0 ? draftOf(Object.fromEntries(changed)) : null)
    }
    const onSubmit = () => {
      sent.current = read(form)
    }
    keep()
    form.addEventListener('input', keep)
    form.addEventListener('submit', onSubmit)
    return () => {
      form.removeEventListener('input', keep)
      form.removeEventListener('submit', onSubmit)
    }
  }, [keeper])

  // The server has it: it answered so, or led on to what was made of it.
  const led =
    navigation.state === 'loading' && navigation.formMethod === 'POST' && navigation.location.pathname !== pathOf(navigation.formAction)
  useEffect(() => {
    const values = sent.current
    if (!values || !(led || answer?.ok)) return
    const changed = Object.entries(values).filter(([name, text]) => text !== begun.current[name])
    sent.current = null
    begun.current = values
    announceSent({ key: keeper.key, content: contentOf(draftOf(Object.fromEntries(changed))), clientId: null }, mark)
  }, [led, answer, keeper])

  return <input ref={mark} type="hidden" disabled />
}

const pathOf = (action: string | undefined) => (action === undefined ? '' : new URL(action, location.href).pathname)
