import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { Mentions } from '#app/ui/feed/mentions.tsx'
import type { Draft } from '#app/ui/feed/use-draft.ts'
import { IconButton } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { SendHorizontal, X } from '#app/ui/kit/icons.tsx'
import { CHAT_LINE_MAX, type ChatLineCard } from '#rooms/chat/contract.ts'

const useText = textsOf('chat', 'common', 'feed')

/** The limit is told when so few letters are left. */
const TOLD_FROM = CHAT_LINE_MAX - 400

interface ChatComposerProps {
  draft: Draft<{ replyToId: string | null }>
  /** Whose people can be named. */
  communityId: string
  replyTo: ChatLineCard | null
  onNoReply: () => void
  onSend: (markdown: string) => void
  /** The person has just opened the chat: they want to write. */
  focus: boolean
}

/** Where lines are written: Enter sends, Shift with Enter goes on below. What was typed survives a reload. */
export function ChatComposer({ draft, communityId, replyTo, onNoReply, onSend, focus }: ChatComposerProps) {
  const { chat, common, feed } = useText()
  const format = useFormat()
  const id = useId()
  const { text, write, handOver } = draft
  const field = useRef<HTMLTextAreaElement>(null)
  const over = text.length - CHAT_LINE_MAX
  const ready = text.trim() !== '' && over <= 0
  useEffect(() => {
    // On a phone the keyboard would cover what the person came to read.
    if (focus && matchMedia('(hover: hover)').matches) field.current?.focus()
  }, [focus])
  useEffect(() => {
    if (replyTo) field.current?.focus()
  }, [replyTo])
  const send = () => {
    if (!ready) return
    onSend(text)
    handOver()
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape' && replyTo) {
      event.preventDefault()
      onNoReply()
    }
  }
  return (
    <form
      className="flex flex-col gap-1.5 border-t border-line p-2"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {replyTo && (
        <p className="flex items-center gap-1 pl-2 text-sm text-soft">
          <span className="min-w-0 flex-1 truncate">
            {chat.replyingTo({ name: replyTo.author?.name ?? feed.formerMember })} <span className="text-faint">{replyTo.markdown}</span>
          </span>
          <IconButton label={common.cancel} size="small" onClick={onNoReply}>
            <X className="size-4" aria-hidden />
          </IconButton>
        </p>
      )}
      <div className="flex items-end gap-1.5">
        <div className="relative flex min-w-0 flex-1">
          <textarea
            dir="auto"
            ref={field}
            value={text}
            onChange={(event) => write(event.target.value)}
            onKeyDown={onKeyDown}
            aria-label={chat.write}
            placeholder={chat.write}
            aria-invalid={over > 0 ? true : undefined}
            aria-describedby={text.length >= TOLD_FROM ? id : undefined}
            rows={1}
            enterKeyHint="send"
            className="field-sizing-content max-h-40 min-h-10 w-full resize-none rounded-xl border border-line-strong/40 bg-sunken/60 px-3 py-2 hover:border-line-strong focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
          />
          <Mentions area={field} communityId={communityId} text={text} onText={write} up />
        </div>
        <IconButton type="submit" label={chat.send} look={ready ? 'primary' : 'quiet'} aria-disabled={!ready}>
          <SendHorizontal className="size-4.5" aria-hidden />
        </IconButton>
      </div>
      {text.length >= TOLD_FROM && (
        <p id={id} className={classNames('tabular px-2 text-sm', over > 0 ? 'font-medium text-danger' : 'text-faint')}>
          {over > 0
            ? feed.lettersTooMany({ count: over, figure: format.number(over) })
            : feed.lettersLeft({ count: -over, figure: format.number(-over) })}
        </p>
      )}
    </form>
  )
}
