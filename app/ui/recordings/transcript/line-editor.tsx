import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { postJson } from '#app/http/post-json.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { useDraftKey } from '#app/ui/feed/use-draft.ts'
import { Button } from '#app/ui/kit/button.tsx'
import type { TranscriptLineView } from '#rooms/recordings/transcripts/contract.ts'
import { keepLineDraft, readLineDraft } from './line-draft.ts'

const useText = textsOf('common', 'errors', 'transcripts')

type Failure = Extract<ActionAnswer<unknown>, { ok: false }>

/** Puts a line right, where it stands. What is typed survives a reload, and whoever else changes the line meanwhile. */
export function LineEditor({
  recordingId,
  line,
  takesFocus,
  onSaved,
  onClose,
}: {
  recordingId: string
  line: TranscriptLineView
  takesFocus: boolean
  onSaved: (line: TranscriptLineView, before: string) => void
  /** `changed`: what is on screen is not what the line says. */
  onClose: (changed: boolean) => void
}) {
  const text = useText()
  const { transcripts, common } = text
  const key = useDraftKey(`line:${line.id}`)
  const [draft, setDraft] = useState(() => readLineDraft(key) ?? { text: line.text, before: line.text })
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const begins = useRef(takesFocus)
  useEffect(() => {
    if (!begins.current) return
    area.current?.focus()
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length)
    area.current?.form?.scrollIntoView({ block: 'nearest' })
  }, [])
  const theirs = failure?.code === 'transcriptLine.changed' ? String(failure.details['text'] ?? '') : null
  const write = (typed: string) => {
    const next = { ...draft, text: typed }
    setDraft(next)
    keepLineDraft(key, next)
  }
  const close = (changed: boolean) => {
    keepLineDraft(key, null)
    onClose(changed)
  }
  const save = async () => {
    if (busy) return
    const before = theirs ?? draft.before
    setBusy(true)
    const answer = await postJson<TranscriptLineView>(`/recordings/${recordingId}/transcript`, {
      ...{ intent: 'edit', lineId: line.id, text: draft.text, before },
    })
    setBusy(false)
    if (answer.ok) {
      keepLineDraft(key, null)
      onSaved(answer.value, before)
    } else setFailure(answer)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void save()
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      onClose(theirs !== null)
    }
  }
  const code = failure && (failure.fields['text'] ?? failure.code)
  return (
    <form
      className="flex flex-col gap-1.5 py-1"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <textarea
        dir="auto"
        ref={area}
        aria-label={transcripts.editing}
        aria-describedby={`${id}-keys ${id}-failure`}
        aria-invalid={failure ? true : undefined}
        value={draft.text}
        readOnly={busy}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
        rows={2}
        className="field-sizing-content max-h-60 w-full resize-none rounded-lg border border-line-strong/60 bg-surface px-2 py-1.5 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
      />
      <div id={`${id}-failure`} role="alert" className="flex flex-col gap-1 text-sm empty:hidden">
        {failure && code && <p className="font-medium text-danger">{errorText(text, code, failure.details)}</p>}
        {theirs !== null && <p className="text-soft">{theirs ? <q>{theirs}</q> : transcripts.takenOut}</p>}
      </div>
      {line.heard !== null && <p className="text-sm text-faint">{transcripts.heard({ text: line.heard })}</p>}
      <p id={`${id}-keys`} className="text-xs text-faint">
        {transcripts.saveKeys}
      </p>
      <div className="flex justify-end gap-1.5">
        <Button look="quiet" size="small" onClick={() => close(theirs !== null)}>
          {theirs === null ? common.cancel : transcripts.takeTheirs}
        </Button>
        <Button type="submit" size="small" disabled={busy}>
          {theirs === null ? common.save : transcripts.keepMine}
        </Button>
      </div>
    </form>
  )
}
