import { useId, useRef, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { Check, Copy } from '#app/ui/kit/icons.tsx'

const useText = textsOf('people')

/** A text to be taken elsewhere: selected by a click, copied by a button. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const { people } = useText()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  return (
    <div className="flex flex-col gap-1.5 rounded-xl bg-accent-soft p-3" role="status">
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          ref={field}
          id={id}
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
          className="h-10 min-w-0 flex-1 rounded-xl border border-line bg-surface px-3 text-sm"
        />
        <Button
          onClick={async () => {
            field.current?.select()
            // Browsers give the clipboard to pages on https only; elsewhere the link is left selected.
            if (!navigator.clipboard) return
            await navigator.clipboard.writeText(value)
            setCopied(true)
          }}
        >
          {copied ? <Check className="size-4" aria-hidden /> : <Copy className="size-4" aria-hidden />}
          {copied ? people.copied : people.copy}
        </Button>
      </div>
    </div>
  )
}
