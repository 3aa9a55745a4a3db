import { textsOf } from '#app/i18n/text.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import type { Roster } from '#rooms/presence/contract.ts'

const useText = textsOf('rooms')

/** Beside a live room, for who is not inside: its call is being recorded. `quiet`: the dot alone is seen. */
export function RecordingMark({ roster, quiet = false }: { roster: Roster | undefined; quiet?: boolean }) {
  const { rooms } = useText()
  if (!roster?.session?.recording) return null
  return (
    <span
      title={rooms.recording}
      className="inline-flex shrink-0 items-center gap-1.5 rounded-full text-xs font-semibold whitespace-nowrap text-danger"
    >
      <span className="recording-dot" aria-hidden />
      <span className={classNames(quiet && 'sr-only')}>{rooms.recording}</span>
    </span>
  )
}
