import { useState } from 'react'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { buttonClass } from '#app/ui/kit/button.tsx'
import { Disc } from '#app/ui/kit/icons.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { sendIntent, useRecording } from './recording-store.ts'

const useText = textsOf('errors', 'recording')

/** Starts a recording; the banner goes on from there. Not there where one runs, or where the community wants none. */
export function RecordButton({ sessionId }: { sessionId: string }) {
  const text = useText()
  const toast = useToast()
  const { running, policy } = useRecording(sessionId)
  const [sending, setSending] = useState(false)
  if (running || policy === null || policy === 'forbidden') return null
  const start = async () => {
    setSending(true)
    const answer = await sendIntent(sessionId, { intent: 'start' })
    setSending(false)
    if (!answer.ok) toast(errorText(text, answer.code, answer.details))
  }
  return (
    <button
      type="button"
      title={text.recording.recordHint}
      disabled={sending}
      onClick={() => void start()}
      className={buttonClass('quiet', 'small', 'bg-sunken text-ink! max-sm:px-2')}
    >
      <Disc className="size-4 text-danger" aria-hidden />
      <span className="max-sm:sr-only">{text.recording.record}</span>
    </button>
  )
}
