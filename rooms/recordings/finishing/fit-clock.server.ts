/** A sender report, as the log of a stretch has it: the sender's wall clock when the file's clock showed `elapsedMs`. */
export interface ClockSample {
  wallMs: number
  elapsedMs: number
}

/** What a file's times are to be moved by: `t + shiftMs + (elapsed time) * drift`. */
export interface ClockFit {
  shiftMs: number
  /** How much slower (or, below zero, faster) the file's clock ran than the wall, as a part of one: 0.0001 is 100 ppm. */
  drift: number
}

/** Fewer than these say nothing: single reports were found to be 100 ms off. */
const LEAST_SAMPLES = 3
/** A difference of more than this is no clock that is off, but a report of something else. */
const FARTHEST_MS = 5_000
/** In a shorter time a slope is noise. */
const LEAST_SPAN_MS = 5 * 60_000
/** Pairs closer together than this say nothing of a slope. */
const LEAST_APART_MS = 10_000
/** No slope below or above these: nothing to be put right, or no clock. */
const LEAST_DRIFT = 2e-5
const MOST_DRIFT = 2e-3
const SAMPLES_FOR_SLOPE = 60

/**
 * Fits a file's clock to its sender's: the median of the differences, and for long tracks the median of the slopes between them
 * (Theil and Sen), so that reports that are far off count for nothing.
 *
 * @param startMs the wall clock's instant, in the same milliseconds as the samples', at which the file's times say that it began
 * @returns null where there are too few reports to say anything
 */
export function fitClock(samples: readonly ClockSample[], startMs: number): ClockFit | null {
  const differences = samples
    .map(({ wallMs, elapsedMs }) => ({ elapsedMs, offMs: wallMs - startMs - elapsedMs }))
    .filter(({ offMs }) => Math.abs(offMs) < FARTHEST_MS)
    .sort((a, b) => a.elapsedMs - b.elapsedMs)
  if (differences.length < LEAST_SAMPLES) return null
  const drift = fitDrift(differences)
  return { drift, shiftMs: median(differences.map(({ elapsedMs, offMs }) => offMs - drift * elapsedMs)) }
}

function fitDrift(differences: readonly { elapsedMs: number; offMs: number }[]): number {
  const spanMs = (differences.at(-1)?.elapsedMs ?? 0) - (differences[0]?.elapsedMs ?? 0)
  if (spanMs < LEAST_SPAN_MS) return 0
  const every = Math.max(1, Math.floor(differences.length / SAMPLES_FOR_SLOPE))
  const some = differences.filter((_, position) => position % every === 0)
  const slopes = some.flatMap((from, position) =>
    some.slice(position + 1).flatMap((to) => {
      const apartMs = to.elapsedMs - from.elapsedMs
      return apartMs > LEAST_APART_MS ? [(to.offMs - from.offMs) / apartMs] : []
    }),
  )
  const slope = slopes.length > 0 ? median(slopes) : 0
  return Math.abs(slope) < LEAST_DRIFT || Math.abs(slope) > MOST_DRIFT ? 0 : slope
}

/** The middle one of numbers of which there is one at least. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
