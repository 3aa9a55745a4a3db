import { useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Button, buttonClass } from '#app/ui/kit/button.tsx'
import { Dialog } from '#app/ui/kit/dialog.tsx'
import { Ellipsis, Info, Pause, Play, Square, UserRoundX } from '#app/ui/kit/icons.tsx'
import { Menu, MenuItem } from '#app/ui/kit/menu.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { RunningRecording } from '#rooms/recordings/events/contract.ts'
import { getCallControl } from '../call-control.ts'
import { useCall } from '../use-call.ts'
import { ConsentWords } from './consent-words.tsx'
import type { RecordingKnown } from './recording-state.ts'
import { sendAnswer, sendIntent, setPutOff } from './recording-store.ts'

const useText = textsOf('errors', 'recording')

/** What anybody inside can do with a recording that runs: read what it is for, stay out of it, pause, stop. */
export function RecordingMenu({
  sessionId,
  running,
  known: { words },
}: {
  sessionId: string
  running: RunningRecording
  known: RecordingKnown
}) {
  const text = useText()
  const toast = useToast()
  const { mayPublish } = useCall()
  const [shown, setShown] = useState<'words' | 'stop' | null>(null)
  const { recording } = text
  const said = async (answer: Promise<ActionAnswer<unknown>>) => {
    const answered = await answer
    if (!answered.ok) toast(errorText(text, answered.code, answered.details))
  }
  const send = (intent: 'pause' | 'resume' | 'stop') => void said(sendIntent(sessionId, { intent, recordingId: running.id }))
  const object = () => {
    if (!words) return
    getCallControl().silence()
    setPutOff(sessionId, true)
    void said(sendAnswer(sessionId, running.id, 'declined', words))
  }
  const stopping = running.wanted === 'stop'
  return (
    <>
      <Menu
        label={recording.more}
        trigger={<Ellipsis className="size-4" aria-hidden />}
        triggerClass={buttonClass('quiet', 'smallSquare', 'text-ink!')}
      >
        <MenuItem icon={<Info className="size-4" aria-hidden />} onSelect={() => setShown('words')}>
          {recording.about}
        </MenuItem>
        {mayPublish && words && (
          <MenuItem icon={<UserRoundX className="size-4" aria-hidden />} onSelect={object}>
            {recording.object}
          </MenuItem>
        )}
        {!stopping && running.wanted === 'record' && (
          <MenuItem icon={<Pause className="size-4" aria-hidden />} onSelect={() => send('pause')}>
            {recording.pause}
          </MenuItem>
        )}
        {!stopping && running.wanted === 'pause' && (
          <MenuItem icon={<Play className="size-4" aria-hidden />} onSelect={() => send('resume')}>
            {recording.resume}
          </MenuItem>
        )}
        {!stopping && (
          <MenuItem icon={<Square className="size-4" aria-hidden />} danger onSelect={() => setShown('stop')}>
            {recording.stop}
          </MenuItem>
        )}
      </Menu>
      <Dialog open={shown === 'words'} onClose={() => setShown(null)} title={words?.title ?? recording.recording} wide>
        {words && <ConsentWords words={words} />}
      </Dialog>
      <Dialog open={shown === 'stop' && !stopping} onClose={() => setShown(null)} title={recording.stopTitle}>
        <p className="text-soft">{recording.stopText}</p>
        <div className="flex flex-wrap gap-2">
          <Button
            look="danger"
            onClick={() => {
              setShown(null)
              send('stop')
            }}
          >
            {recording.stop}
          </Button>
          <Button look="quiet" onClick={() => setShown(null)}>
            {recording.keepOn}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
