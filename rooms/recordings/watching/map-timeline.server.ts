import type { Stretch } from '#rooms/recordings/contract.ts'

/** A stretch as the wall clock and the recording's timeline have it. */
export interface TimedStretch {
  startedAt: Date
  offsetMs: number
  durationMs: number
}

/**
 * Where an instant lies on a recording's timeline. One within a pause, or a gap, is where the recording goes on; one before or after
 * all of it is its beginning, or its end. `stretches`: in their order.
 */
export function toRecordingMs(stretches: readonly TimedStretch[], at: Date): number {
  let endMs = 0
  for (const { startedAt, offsetMs, durationMs } of stretches) {
    const passedMs = at.getTime() - startedAt.getTime()
    if (passedMs < 0) return offsetMs
    if (passedMs < durationMs) return offsetMs + passedMs
    endMs = offsetMs + durationMs
  }
  return endMs
}

/** The instant at which a point of the timeline was taken; null where nothing was. Where two stretches meet, the later one has it. */
export function toInstant(stretches: readonly TimedStretch[], ms: number): Date | null {
  const found = [...stretches].reverse().find(({ offsetMs, durationMs }) => ms >= offsetMs && ms <= offsetMs + durationMs)
  return found ? new Date(found.startedAt.getTime() + ms - found.offsetMs) : null
}

/** What of a span of wall clock was recorded; null where nothing was. Pauses within it take no time. */
export function toStretch(stretches: readonly TimedStretch[], from: Date, to: Date): Stretch | null {
  const startMs = toRecordingMs(stretches, from)
  const endMs = toRecordingMs(stretches, to)
  return endMs > startMs ? { startMs, endMs } : null
}
