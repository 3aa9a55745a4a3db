import { useRef, useState } from 'react'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { Dialog } from '#app/ui/kit/dialog.tsx'
import type { ShownWords } from '#rooms/recordings/consent/contract.ts'
import type { RunningRecording } from '#rooms/recordings/events/contract.ts'
import { getCallControl } from '../call-control.ts'
import { ConsentWords } from './consent-words.tsx'
import { sendAnswer, setPutOff } from './recording-store.ts'

const useText = textsOf('errors', 'recording')

/**
 * Asks somebody who came in later whether they take part and are recorded. Nothing of them is sent before; closing it without an
 * answer leaves it so.
 */
export function AskDialog({
  sessionId,
  recording,
  words,
  open,
}: {
  sessionId: string
  recording: RunningRecording
  words: ShownWords
  open: boolean
}) {
  const text = useText()
  const [problem, setProblem] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const top = useRef<HTMLParagraphElement>(null)
  const answer = async (said: 'accepted' | 'declined') => {
    setSending(true)
    if (said === 'declined') getCallControl().silence()
    else getCallControl().wishAgain()
    const answered = await sendAnswer(sessionId, recording.id, said, words)
    setSending(false)
    setProblem(answered.ok ? null : errorText(text, answered.code, answered.details))
    if (answered.ok && said === 'declined') setPutOff(sessionId, true)
    // There are other words to read now, from their beginning.
    if (!answered.ok && answered.code === 'recording.wordsChanged') top.current?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <Dialog open={open} onClose={() => setPutOff(sessionId, true)} title={words.title} wide>
      <p ref={top} className="text-soft">
        {recording.by ? text.recording.askedBy({ name: recording.by.name }) : text.recording.byItself} {text.recording.askedText}
      </p>
      <ConsentWords words={words} />
      <div className="sticky bottom-0 -mx-5 -mb-5 flex flex-col gap-2 border-t border-line bg-surface p-5">
        {problem && (
          <p role="alert" className="text-sm font-medium text-danger">
            {problem}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button look="accent" className="max-sm:w-full" disabled={sending} onClick={() => void answer('accepted')}>
            {text.recording.accept}
          </Button>
          <Button look="outline" className="max-sm:w-full" disabled={sending} onClick={() => void answer('declined')}>
            {text.recording.listenOnly}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
