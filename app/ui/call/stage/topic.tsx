import { useFetcher } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { useDraft } from '#app/ui/feed/use-draft.ts'
import { FetcherForm } from '#app/ui/kit/form.tsx'
import { Pencil } from '#app/ui/kit/icons.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { TOPIC_MAX } from '#rooms/sessions/contract.ts'
import type { CallRoom } from '../call-state.ts'

const useText = textsOf('call', 'errors')

/** What the session is about: a click turns it into a field; Enter keeps it, Escape does not, and leaves what was typed for the next time. */
export function Topic({ room, sessionId, topic }: { room: CallRoom; sessionId: string; topic: string }) {
  const text = useText()
  const { call } = text
  const toast = useToast()
  const fetcher = useFetcher<ActionAnswer<unknown>>()
  const [editing, setEditing] = useState(false)
  const draft = useDraft(`topic:${sessionId}`, { text: topic })
  const button = useRef<HTMLButtonElement>(null)
  const sent = fetcher.formData?.get('topic')
  const shown = typeof sent === 'string' ? sent.trim() : topic
  const answer = fetcher.data
  const done = useRef(draft.giveUp)
  done.current = draft.giveUp
  useEffect(() => {
    if (answer?.ok) done.current()
    else if (answer) toast(errorText(text, answer.fields['topic'] ?? answer.code, answer.details))
  }, [answer, toast, text])

  const stop = () => {
    setEditing(false)
    requestAnimationFrame(() => button.current?.focus())
  }
  if (!editing) {
    return (
      <button
        ref={button}
        type="button"
        onClick={() => setEditing(true)}
        aria-label={shown ? call.editTopic({ topic: shown }) : call.addTopic}
        className="flex max-w-full items-center gap-1.5 rounded-md text-left text-sm text-soft hover:text-ink"
      >
        <span className="truncate">{shown || call.addTopic}</span>
        <Pencil className="size-3.5 shrink-0" aria-hidden />
      </button>
    )
  }
  return (
    <FetcherForm
      fetcher={fetcher}
      method="post"
      action={room.href}
      onSubmit={stop}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return
        if (event.currentTarget.checkValidity()) fetcher.submit(event.currentTarget)
        setEditing(false)
      }}
    >
      <input type="hidden" name="intent" value="topic" />
      <input type="hidden" name="sessionId" value={sessionId} />
      <input
        dir="auto"
        name="topic"
        aria-label={call.topic}
        placeholder={call.topicPlaceholder}
        value={draft.text}
        onChange={(event) => draft.write(event.target.value)}
        maxLength={TOPIC_MAX}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
        autoFocus
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          stop()
        }}
        className="h-7 w-full max-w-md rounded-md border border-line-strong bg-surface px-2 text-sm"
      />
    </FetcherForm>
  )
}
