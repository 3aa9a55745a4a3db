import { CircleAlert, CircleDot, Loader, Pause, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { EmptyState } from '#app/ui/kit/states.tsx'
import type { RecordingCard } from '#rooms/recordings/contract.ts'

const useText = textsOf('player')

/** How a recording stands where it cannot be watched (yet), and what went wrong where only a part of it can. */
export function RecordingState({ recording }: { recording: RecordingCard }) {
  const { player } = useText()
  const format = useFormat()
  const { state, cause, playable, durationMs } = recording
  const why = cause ? player.causes[cause] : undefined
  if (state === 'failed') {
    const saved = playable ? player.savedPart({ length: format.duration(durationMs) }) : player.savedNothing
    return (
      <div role="status" className="flex gap-3 rounded-card bg-danger-soft p-4">
        <CircleAlert className="mt-0.5 size-5 shrink-0 text-danger" aria-hidden />
        <div>
          <p className="font-semibold">{player.failed}</p>
          <p>{[why, saved].filter(Boolean).join(' ')}</p>
        </div>
      </div>
    )
  }
  if (playable) return null
  const states: Record<Exclude<typeof state, 'failed' | 'ready'>, [ReactNode, string, string]> = {
    requested: [<CircleDot key="icon" aria-hidden />, player.running, player.runningText],
    recording: [<CircleDot key="icon" aria-hidden />, player.running, player.runningText],
    paused: [<Pause key="icon" aria-hidden />, player.paused, player.runningText],
    finishing: [<Loader key="icon" aria-hidden />, player.finishing, player.finishingText],
    deleted: [<Trash2 key="icon" aria-hidden />, player.deleted, player.deletedText],
  }
  const [icon, title, text] = states[state === 'ready' ? 'finishing' : state]
  return (
    <div role="status">
      <EmptyState icon={icon} title={title} text={text} />
    </div>
  )
}
