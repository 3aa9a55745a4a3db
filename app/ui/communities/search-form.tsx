import { Form, useSubmit } from '@remix-run/react'
import { Search } from 'lucide-react'
import { useRef } from 'react'
import { useText } from '#app/i18n/text.tsx'
import { IconButton } from '#app/ui/kit/button.tsx'
import { TextField } from '#app/ui/kit/field.tsx'

/** How long somebody pauses in typing before the search is made for them. */
const PAUSE_MS = 250

/** Searches this page by name: while one types, and by Enter or the button where no script runs. */
export function SearchForm({ label, value, name = 'search' }: { label: string; value: string; name?: string }) {
  const { communities } = useText()
  const submit = useSubmit()
  const pause = useRef<ReturnType<typeof setTimeout>>()
  return (
    <Form
      method="get"
      role="search"
      preventScrollReset
      className="flex items-end gap-2"
      onChange={(event) => {
        const form = event.currentTarget
        clearTimeout(pause.current)
        pause.current = setTimeout(() => submit(form, { replace: true, preventScrollReset: true }), PAUSE_MS)
      }}
      onSubmit={() => clearTimeout(pause.current)}
    >
      <TextField
        label={label}
        hideLabel
        name={name}
        type="search"
        placeholder={label}
        defaultValue={value}
        className="flex-1"
        maxLength={80}
      />
      <IconButton type="submit" look="outline" label={communities.find}>
        <Search className="size-4" aria-hidden />
      </IconButton>
    </Form>
  )
}
