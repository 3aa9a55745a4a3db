import { Link } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Button, buttonClass, IconButton } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { X } from '#app/ui/kit/icons.tsx'
import { formatMoment, recordingPath } from '#rooms/recordings/contract.ts'
import { useCall } from '../use-call.ts'
import { RecordingMenu } from './recording-menu.tsx'
import { lengthNow, type RecordingKnown } from './recording-state.ts'
import { putAway, setPutOff, useRecording } from './recording-store.ts'
import { useRecordingWords } from './use-recording-words.ts'

const useText = textsOf('recording')

/**
 * Above the faces, for everybody inside, for as long as something is recorded: how it stands, for how long, by whom, and what one can
 * do. `RecordingKeeper` says it to screen readers; a clock that ticks would never let them speak of anything else.
 */
export function RecordingBanner({ sessionId }: { sessionId: string }) {
  const { recording: text } = useText()
  const { mayPublish } = useCall()
  const known = useRecording(sessionId)
  const words = useRecordingWords(known)
  const { running, over } = known
  if (!words) return null
  const listens = running && mayPublish === false
  return (
    <section aria-label={text.recording} className="mx-auto mt-2 flex max-w-full flex-col items-center gap-1.5 px-3">
      <div
        className={classNames(
          'flex max-w-full items-center gap-2 rounded-xl bg-sunken py-1 pr-1 pl-3 text-sm',
          running && !running.interrupted && running.state !== 'paused' && 'ring-1 ring-[#e5584e]/60',
        )}
      >
        {running && <Dot known={known} />}
        <p className="min-w-0 py-1">
          <span className="font-semibold">{words.title}</span>
          {running && running.state !== 'requested' && <Length known={known} />}
          {words.detail && <span className="text-soft"> · {words.detail}</span>}
        </p>
        {running && <RecordingMenu sessionId={sessionId} running={running} known={known} />}
        {over && (
          <>
            {over.state !== 'failed' && (
              <Link to={recordingPath(over.id)} className={buttonClass('outline', 'small')}>
                {text.watch}
              </Link>
            )}
            <IconButton label={text.putAway} size="small" onClick={() => putAway(sessionId)}>
              <X className="size-4" aria-hidden />
            </IconButton>
          </>
        )}
      </div>
      {listens && (
        <p className="flex max-w-full items-center gap-3 rounded-xl bg-sunken py-1.5 pr-1.5 pl-3 text-sm">
          {text.listening}
          <Button look="accent" size="small" onClick={() => setPutOff(sessionId, false)}>
            {text.takePart}
          </Button>
        </p>
      )}
    </section>
  )
}

function Dot({ known: { running } }: { known: RecordingKnown }) {
  const still = running?.interrupted || running?.state === 'paused' || running?.wanted !== 'record'
  return <span aria-hidden className={classNames('recording-dot shrink-0', still && 'animate-none! bg-faint!')} />
}

/** The recording's own clock: pauses and gaps take no time on it. */
function Length({ known }: { known: RecordingKnown }) {
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return <span className="tabular"> · {formatMoment(lengthNow(known, performance.now()))}</span>
}
