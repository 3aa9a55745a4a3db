import type { ReactNode } from 'react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { CircleAlert, CircleDot, Loader, Pause, Trash2 } from '#app/ui/kit/icons.tsx'
import { EmptyState } from '#app/ui/kit/states.tsx'
import type { RecordingCause } from '#rooms/recordings/contract.ts'
import type { RecordingPage } from '#rooms/recordings/watching/contract.ts'
import { useKeeping } from './use-keeping.ts'

const useText = textsOf('common', 'player')

/** What ends a recording before people do. */
const CUTS_SHORT: ReadonlySet<RecordingCause> = new Set([
  'recorder.lost',
  'livekit.lost',
  'disk.full',
  'egress.failed',
  'egress.aborted',
  'egress.limitReached',
  'egress.silent',
])
/** What its film, or all of it, waits for. */
const AWAITED: ReadonlySet<RecordingCause> = new Set(['ffmpeg.missing', 'finish.noRoom'])

/** How a recording stands where it cannot be watched (yet), and what went wrong where only a part of it can. */
export function RecordingState({ page: { recording, choices, stay } }: { page: RecordingPage }) {
  const { player, common } = useText()
  const keeping = useKeeping(recording.id)
  const format = useFormat()
  const { state, cause, playable, durationMs } = recording
  const why = cause ? player.causes[cause] : undefined
  const retry = choices.retry && (
    <Button look="outline" size="small" className="mt-2" disabled={keeping.busy} onClick={() => void keeping.retry()}>
      {common.retry}
    </Button>
  )
  if (state === 'failed') {
    const saved = playable ? player.savedPart({ length: format.duration(durationMs) }) : player.savedNothing
    return (
      <div role="status" className="flex gap-3 rounded-card bg-danger-soft p-4">
        <CircleAlert className="mt-0.5 size-5 shrink-0 text-danger" aria-hidden />
        <div>
          <p className="font-semibold">{player.failed}</p>
          <p>{[why, saved].filter(Boolean).join(' ')}</p>
          {retry}
        </div>
      </div>
    )
  }
  const waits = cause && AWAITED.has(cause) ? why : undefined
  if (playable) {
    const cutShort = why && cause && CUTS_SHORT.has(cause) ? player.cutShort({ why }) : undefined
    const note = retry ? player.noFilm : (waits ?? cutShort)
    return note ? (
      <div role="status" className="rounded-card border border-line bg-surface p-4">
        <p>{note}</p>
        {retry}
      </div>
    ) : null
  }
  const states: Record<Exclude<typeof state, 'failed' | 'ready'>, [ReactNode, string, string]> = {
    requested: [<CircleDot key="icon" aria-hidden />, player.running, player.runningText],
    recording: [<CircleDot key="icon" aria-hidden />, player.running, player.runningText],
    paused: [<Pause key="icon" aria-hidden />, player.paused, player.runningText],
    finishing: [<Loader key="icon" aria-hidden />, player.finishing, waits ?? player.finishingText],
    deleted: [<Trash2 key="icon" aria-hidden />, player.deleted, player.deletedText],
  }
  const [icon, title, text] = states[state === 'ready' ? 'finishing' : state]
  return (
    <div role="status">
      <EmptyState icon={icon} title={title} text={text}>
        {choices.restore && stay.restorableUntil && (
          <>
            <p className="tabular w-full text-sm text-soft">
              {player.restorableUntil({ date: format.date(new Date(stay.restorableUntil)) })}
            </p>
            <Button look="outline" disabled={keeping.busy} onClick={() => void keeping.restore()}>
              {player.restore}
            </Button>
          </>
        )}
      </EmptyState>
    </div>
  )
}
