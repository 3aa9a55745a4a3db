import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useRef } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { useFormat } from '#app/i18n/format.tsx'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'

import { Mentions } from './mentions.tsx'

const useText = textsOf('common', 'errors', 'feed')

export type Failure = Extract<ActionAnswer<unknown>, { ok: false }>

/** As the server has it: told before it is reached, and never cut off while somebody types. */
export const MARKDOWN_MAX = 10_000
const TOLD_FROM = 9_000

interface WritingBoxProps {
  label: string
  placeholder: string
  send: string
  text: string
  onText: (text: string) => void
  onSend: () => void
  /** Takes the box away: what was typed is kept by its caller. */
  onClose?: () => void
  /** As `onClose`, with what was typed. */
  onCancel?: () => void
  busy: boolean
  failure: Failure | null
  autoFocus?: boolean
  area?: RefObject<HTMLTextAreaElement>
  /** The community whose people can be named. */
  communityId?: string | undefined
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
  onClose,
  onCancel,
  busy,
  failure,
  autoFocus,
  area,
  communityId,
  compact,
  children,
}: WritingBoxProps) {
  const texts = useText()
  const format = useFormat()
  const id = useId()
  const own = useRef<HTMLTextAreaElement>(null)
  const box = area ?? own
  const latest = useRef({ text, onText })
  latest.current = { text, onText }
  // What somebody typed before the page came alive is theirs.
  useEffect(() => {
    const typed = box.current?.value ?? ''
    if (typed && typed !== latest.current.text) latest.current.onText(typed)
  }, [box])
  const over = text.length - MARKDOWN_MAX
  const open = !compact || text !== '' || failure !== null
  const ready = text.trim() !== '' && over <= 0 && !busy
  const code = failure?.fields['markdown'] ?? failure?.code
  const notes = [failure && `${id}-failure`, text.length >= TOLD_FROM && `${id}-length`].filter(Boolean).join(' ')
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault()
      if (ready) onSend()
    } else if (event.key === 'Escape' && onClose) {
      // It closes the box, and not what the box is in.
      event.preventDefault()
      onClose()
    }
  }
  return (
    <form
      className="flex min-w-0 flex-1 flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready) return
        // The button may go with the text: the box is the place to be.
        box.current?.focus()
        onSend()
      }}
    >
      <div className="relative flex">
        <textarea
          dir="auto"
          ref={box}
          aria-label={label}
          aria-invalid={failure || over > 0 ? true : undefined}
          aria-describedby={notes || undefined}
          placeholder={placeholder}
          value={text}
          readOnly={busy}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
          // biome-ignore lint/a11y/noAutofocus: it opens because somebody asked to write here
          autoFocus={autoFocus}
          rows={1}
          className={classNames(
            'field-sizing-content max-h-96 w-full resize-none rounded-xl border border-line-strong/40 bg-sunken/60 px-3 py-2 outline-offset-0 hover:border-line-strong focus-visible:border-accent focus-visible:bg-surface focus-visible:outline-1',
            compact && !open ? 'min-h-10' : 'min-h-16',
          )}
        />
        {communityId && <Mentions area={box} communityId={communityId} text={text} onText={onText} />}
      </div>
      {failure && code && (
        <p id={`${id}-failure`} role="alert" className="text-sm font-medium text-danger">
          {errorText(texts, code, failure.details)}
        </p>
      )}
      {text.length >= TOLD_FROM && (
        <p id={`${id}-length`} className={classNames('tabular text-sm', over > 0 ? 'font-medium text-danger' : 'text-faint')}>
          {over > 0
            ? texts.feed.lettersTooMany({ count: over, figure: format.number(over) })
            : texts.feed.lettersLeft({ count: -over, figure: format.number(-over) })}
        </p>
      )}
      {open && (
        <div className="flex flex-wrap items-center justify-end gap-2">
          {children}
          <span className="mr-auto text-xs text-faint max-sm:hidden">{texts.feed.formatting}</span>
          {onCancel && (
            <Button look="quiet" size="small" onClick={onCancel}>
              {texts.common.cancel}
            </Button>
          )}
          <Button type="submit" size="small" aria-disabled={!ready} title={texts.feed.sendShortcut}>
            {busy ? texts.feed.sending : failure && text ? texts.common.retry : send}
          </Button>
        </div>
      )}
    </form>
  )
}
