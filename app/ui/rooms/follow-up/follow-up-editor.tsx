import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { postJson } from '#app/http/post-json.ts'
import { useFormat } from '#app/i18n/format.tsx'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import type { Failure } from '#app/ui/feed/writing-box.tsx'
import { Written } from '#app/ui/feed/written.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { TextField } from '#app/ui/kit/field.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { FollowUpView } from '#rooms/follow-ups/contract.ts'
import { useFollowUpAction, useFollowUpDraft } from './use-follow-up.ts'

const useText = textsOf('common', 'errors', 'feed', 'followUps')

/** As the server has it: told before it is reached, and never cut off while somebody types. */
const MAX = 50_000
const TOLD_FROM = 45_000
/** How long somebody pauses in typing before the preview follows. */
const PAUSE_MS = 400
/** Where the server was asked for too many previews. */
const ASK_AGAIN_MS = 5_000

/** Where its owner writes a follow-up: what will be posted is below, as it will look. `onDone`: where it is open only to be edited. */
export function FollowUpEditor({
  followUp,
  placeholderTitle,
  onDone,
}: {
  followUp: FollowUpView
  placeholderTitle: string
  onDone?: () => void
}) {
  const text = useText()
  const { followUps, common } = text
  const format = useFormat()
  const toast = useToast()
  const act = useFollowUpAction(followUp.sessionId)
  const { draft, touched, conflict: differs, write, settle, goOnWithMine, forget } = useFollowUpDraft(followUp)
  const [busy, setBusy] = useState(false)
  // While one's own text is on its way, what the page reads may be just that.
  const conflict = differs && !busy
  const [failure, setFailure] = useState<Failure | null>(null)
  const html = usePreview(followUp, draft.markdown, touched)
  const areaId = useId()
  const published = followUp.state === 'published'
  const over = draft.markdown.length - MAX

  const send = async (intent: 'edit' | 'publish') => {
    if (busy || over > 0) return
    setBusy(true)
    const { title, markdown, rev } = draft
    const answer = await act({ intent, title, markdown, rev })
    setBusy(false)
    // Told by what stands above the text, once the page has read the other one.
    setFailure(answer.ok || answer.code === 'followUp.changed' ? null : answer)
    if (!answer.ok) return
    const whole = settle(draft, answer.value ?? rev)
    toast(intent === 'publish' ? followUps.published : common.saved)
    if (whole) onDone?.()
  }
  const dismiss = async () => {
    const answer = await act({ intent: 'dismiss' })
    if (answer.ok) toast(followUps.dismissed, { label: common.undo, run: () => void act({ intent: 'dismiss', undo: true }) })
    else setFailure(answer)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    void send('edit')
  }
  return (
    <div className="flex flex-col gap-4">
      {conflict && (
        <section role="alert" className="flex flex-col gap-3 rounded-xl border border-line-strong/60 bg-sunken/60 p-4 print:hidden">
          <h3 className="font-bold">{followUps.conflictTitle({ name: followUp.editedBy?.name ?? followUps.somebody })}</h3>
          <p className="text-sm text-soft">{followUps.conflictText}</p>
          <section aria-label={followUps.otherVersion} className="max-h-72 overflow-y-auto rounded-lg border border-line bg-surface p-3">
            {followUp.title && <p className="mb-1 font-bold">{followUp.title}</p>}
            <pre className="font-sans whitespace-pre-wrap">{followUp.markdown}</pre>
          </section>
          <span className="flex flex-wrap gap-2">
            <Button size="small" onClick={goOnWithMine}>
              {followUps.keepMine}
            </Button>
            <Button size="small" look="outline" onClick={forget}>
              {followUps.takeOther}
            </Button>
          </span>
        </section>
      )}
      <div className="flex flex-col gap-3 print:hidden">
        <TextField
          label={followUps.titleLabel}
          placeholder={placeholderTitle}
          value={draft.title}
          maxLength={120}
          onChange={(event) => write({ title: event.target.value })}
        />
        <div className="flex flex-col gap-1.5">
          <label htmlFor={areaId} className="text-sm font-semibold">
            {followUps.textLabel}
          </label>
          <textarea
            dir="auto"
            id={areaId}
            value={draft.markdown}
            placeholder={followUps.placeholder}
            onChange={(event) => write({ markdown: event.target.value })}
            onKeyDown={onKeyDown}
            aria-describedby={`${areaId}-notes`}
            className="field-sizing-content max-h-[60dvh] min-h-40 w-full resize-none rounded-xl border border-line-strong/40 bg-sunken/60 px-3 py-2 outline-offset-0 hover:border-line-strong focus-visible:border-accent focus-visible:bg-surface focus-visible:outline-1"
          />
          <p id={`${areaId}-notes`} className="tabular text-xs text-faint">
            {draft.markdown.length < TOLD_FROM
              ? text.feed.formatting
              : over > 0
                ? text.feed.lettersTooMany({ count: over, figure: format.number(over) })
                : text.feed.lettersLeft({ count: -over, figure: format.number(-over) })}
          </p>
        </div>
        {failure && (
          <p role="alert" className="text-sm font-medium text-danger">
            {errorText(text, failure.fields['markdown'] ?? failure.fields['title'] ?? failure.code, failure.details)}
          </p>
        )}
        <div className="flex flex-wrap items-center gap-2">
          {!published && (
            <Button onClick={() => void send('publish')} aria-disabled={busy || conflict || over > 0}>
              {followUps.publish}
            </Button>
          )}
          {(published || touched) && (
            <Button look={published ? 'primary' : 'outline'} onClick={() => void send('edit')} aria-disabled={busy || conflict || over > 0}>
              {published ? common.save : followUps.saveDraft}
            </Button>
          )}
          {onDone && (
            <Button look="quiet" onClick={onDone}>
              {common.cancel}
            </Button>
          )}
          {!published && (
            <Button look="quiet" className="ml-auto" onClick={() => void dismiss()}>
              {followUps.nothingToReport}
            </Button>
          )}
        </div>
      </div>
      <section aria-label={followUps.preview} className="flex flex-col gap-2 rounded-xl border border-dashed border-line p-4">
        <p className="text-sm font-semibold text-faint print:hidden">{followUps.preview}</p>
        <h3 className="text-lg leading-snug font-bold">{draft.title || placeholderTitle}</h3>
        {html ? <Written html={html} whole /> : <p className="text-soft">{followUps.nothingNoted}</p>}
      </section>
    </div>
  )
}

/** What the text will look like, by the server that will render it; while it cannot be asked, what it looked like last. */
function usePreview({ sessionId, html: saved }: FollowUpView, markdown: string, touched: boolean): string {
  const [html, setHtml] = useState(saved)
  const asked = useRef(0)
  useEffect(() => {
    const number = ++asked.current
    if (!touched) {
      setHtml(saved)
      return
    }
    let pause: ReturnType<typeof setTimeout>
    const ask = async () => {
      const answer = await postJson<string>(`/sessions/${sessionId}/follow-up`, { intent: 'preview', markdown })
      if (number !== asked.current) return
      if (answer.ok) setHtml(answer.value)
      else if (answer.code === 'limit.reached') pause = setTimeout(ask, ASK_AGAIN_MS)
    }
    pause = setTimeout(ask, PAUSE_MS)
    return () => {
      asked.current++
      clearTimeout(pause)
    }
  }, [sessionId, saved, markdown, touched])
  return html
}
