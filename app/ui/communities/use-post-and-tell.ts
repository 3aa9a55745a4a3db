import { useFetcher } from '@remix-run/react'
import { type FormEvent, useEffect, useRef } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'

const useText = textsOf('errors')

/**
 * Posts forms of rows that go away with the answer, and tells the outcome in a toast: used by the page, which stays.
 * `<Form onSubmit={tell('Dan is in.')}>` posts as it would without scripts.
 */
export function usePostAndTell() {
  const text = useText()
  const toast = useToast()
  const { data, state, submit } = useFetcher<ActionAnswer<unknown>>()
  const message = useRef('')
  const say = useRef((_: ActionAnswer<unknown>) => {})
  say.current = (answer) => toast(answer.ok ? message.current : errorText(text, answer.code, answer.details))
  useEffect(() => {
    if (state === 'idle' && data) say.current(data)
  }, [state, data])
  return (worked: string) => (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    message.current = worked
    const { submitter } = event.nativeEvent as SubmitEvent
    submit((submitter as HTMLButtonElement | null) ?? event.currentTarget)
  }
}

export type PostAndTell = ReturnType<typeof usePostAndTell>
