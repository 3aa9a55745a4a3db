import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { errorText, useText } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'

interface WritingBoxProps {
  label: string
  placeholder: string
  send: string
  text: string
  onText: (text: string) => void
  onSend: () => void
  onCancel?: () => void
  busy: boolean
  failure: Extract<ActionAnswer<unknown>, { ok: false }> | null
  autoFocus?: boolean
  /** One line until it is used. */
  compact?: boolean
  /** Stands before the buttons: where it goes, say. */
  children?: ReactNode
}

/** Where members write: grows with the text, Ctrl or Cmd with Enter sends, what went wrong stands below, and the text stays. */
export function WritingBox({
  label,
  placeholder,
  send,
  text,
  onText,
  onSend,
  onCancel,
  busy,
  failure,
  autoFocus,
  compact,
  children,
}: WritingBoxProps) {
  const texts = useText()
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const open = !compact || text !== '' || failure !== null
  const ready = text.trim() !== '' && !busy
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault()
      if (ready) onSend()
    } else if (event.key === 'Escape' && onCancel) onCancel()
  }
  const code = failure?.fields['markdown'] ?? failure?.code
  return (
    <form
      className="flex min-w-0 flex-1 flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onSend()
      }}
    >
      <textarea
        ref={area}
        aria-label={label}
        aria-invalid={failure ? true : undefined}
        aria-describedby={failure ? `${id}-failure` : undefined}
        placeholder={placeholder}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
        // biome-ignore lint/a11y/noAutofocus: it opens because somebody asked to write here
        autoFocus={autoFocus}
        rows={1}
        className={classNames(
          'field-sizing-content max-h-96 w-full resize-none rounded-xl border border-transparent bg-sunken px-3 py-2 outline-offset-0 focus-visible:border-accent focus-visible:bg-surface focus-visible:outline-1',
          compact ? 'min-h-10' : 'min-h-16',
        )}
      />
      {failure && code && (
        <p id={`${id}-failure`} role="alert" className="text-sm font-medium text-danger">
          {errorText(texts, code, failure.details)}
        </p>
      )}
      {open && (
        <div className="flex flex-wrap items-center justify-end gap-2">
          {children}
          <span className="mr-auto hidden text-sm text-faint sm:inline">{texts.feed.formatting}</span>
          {onCancel && (
            <Button look="quiet" size="small" onClick={onCancel}>
              {texts.common.cancel}
            </Button>
          )}
          <Button type="submit" size="small" aria-disabled={!ready}>
            {failure && text ? texts.common.retry : send}
          </Button>
        </div>
      )}
    </form>
  )
}
