import { useEffect, useRef } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { formatMoment } from '#rooms/recordings/contract.ts'

const useText = textsOf('player')

/** "At 12:34": ties a reply to the point that was being watched when its author began to write, or unties it. */
export function MomentToggle({
  nowMs,
  momentMs,
  onMoment,
}: {
  nowMs: () => number
  momentMs: number | null
  onMoment: (ms: number | null) => void
}) {
  const { player } = useText()
  const begin = useRef({ nowMs, onMoment })
  const first = useRef(momentMs ?? nowMs())
  // Who watches and writes means what they watch; who has not begun to watch means all of it.
  useEffect(() => {
    if (first.current > 0) begin.current.onMoment(first.current)
  }, [])
  return (
    <label title={player.atMomentHint} className="tabular mr-auto inline-flex h-8 items-center gap-2 rounded-lg text-sm font-semibold">
      <input
        type="checkbox"
        checked={momentMs !== null}
        onChange={(event) => onMoment(event.target.checked ? nowMs() : null)}
        className="size-4.5 accent-(--accent)"
      />
      {player.atMoment({ moment: formatMoment(momentMs ?? nowMs()) })}
    </label>
  )
}
