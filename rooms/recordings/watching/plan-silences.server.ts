import type { Peaks, Stretch } from '#rooms/recordings/contract.ts'

/** Shorter pauses belong to talking. */
const SHORTEST_MS = 1_500
/** So much of a silence stays, at each of its ends: no word is cut, and one hears that somebody paused. */
const KEPT_MS = 300
/** Of 255: what is not louder is a room's hum. */
const HUM = 10

interface Heard {
  durationMs: number
  peaks: Peaks | null
  speakers: readonly Stretch[]
}

/**
 * When a recording can be skipped, because nobody says anything: by how loud it is where that is known, else by who was speaking.
 * In order, none touching another, each within the recording. Without either, nothing is silent.
 */
export function planSilences({ durationMs, peaks, speakers }: Heard): Stretch[] {
  const sounds = peaks && peaks.everyMs > 0 && peaks.values.length > 0 ? loudParts(peaks) : [...speakers]
  if (sounds.length === 0) return []
  sounds.sort((a, b) => a.startMs - b.startMs)
  const silences: Stretch[] = []
  let quietSinceMs = 0
  const close = (untilMs: number) => {
    const startMs = quietSinceMs === 0 ? 0 : quietSinceMs + KEPT_MS
    const endMs = untilMs === durationMs ? durationMs : untilMs - KEPT_MS
    if (untilMs - quietSinceMs >= SHORTEST_MS && endMs > startMs) silences.push({ startMs, endMs })
  }
  for (const { startMs, endMs } of sounds) {
    close(Math.min(startMs, durationMs))
    quietSinceMs = Math.max(quietSinceMs, Math.min(endMs, durationMs))
  }
  close(durationMs)
  return silences
}

function loudParts({ everyMs, values }: Peaks): Stretch[] {
  const parts: Stretch[] = []
  for (const [index, value] of values.entries()) {
    if (value <= HUM) continue
    const startMs = index * everyMs
    const last = parts.at(-1)
    if (last && last.endMs === startMs) last.endMs = startMs + everyMs
    else parts.push({ startMs, endMs: startMs + everyMs })
  }
  return parts
}

/** As many bars as are wanted at most, each as loud as the loudest of what it stands for. */
export function thinPeaks({ everyMs, values }: Peaks, most: number): Peaks {
  const together = Math.ceil(values.length / most)
  if (together <= 1) return { everyMs, values }
  const thin: number[] = []
  for (let from = 0; from < values.length; from += together) thin.push(Math.max(...values.slice(from, from + together)))
  return { everyMs: everyMs * together, values: thin }
}
