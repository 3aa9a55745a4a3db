import { useSubmit } from '@remix-run/react'
import { type FormEvent, useRef } from 'react'

/** How long somebody pauses in typing before the form is sent for them. */
const PAUSE_MS = 250

/** What a search form needs to be sent while one types: spread it on the `Form`. Enter and the button send it as ever. */
export function useSubmitWhileTyping() {
  const submit = useSubmit()
  const pause = useRef<ReturnType<typeof setTimeout>>()
  return {
    onChange: (event: FormEvent<HTMLFormElement>) => {
      const form = event.currentTarget
      clearTimeout(pause.current)
      pause.current = setTimeout(() => submit(form, { replace: true, preventScrollReset: true }), PAUSE_MS)
    },
    onSubmit: () => clearTimeout(pause.current),
  }
}
