import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type TimedStretch, toInstant, toRecordingMs, toStretch } from './map-timeline.server.ts'

const START = Date.UTC(2026, 10, 24, 9, 0)
const at = (ms: number) => new Date(START + ms)

/** Stretches end to end on the timeline, with pauses between them on the clock. */
const timelines = fc
  .array(fc.record({ pauseMs: fc.integer({ min: 0, max: 600_000 }), durationMs: fc.integer({ min: 1, max: 3_600_000 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((runs) => {
    let clockMs = 0
    let offsetMs = 0
    return runs.map(({ pauseMs, durationMs }): TimedStretch => {
      const stretch = { startedAt: at(clockMs + pauseMs), offsetMs, durationMs }
      clockMs += pauseMs + durationMs
      offsetMs += durationMs
      return stretch
    })
  })
const instants = fc.integer({ min: -1_000_000, max: 30_000_000 }).map(at)

test('a pause takes no time: what is within it is where the recording goes on', () => {
  const stretches = [
    { startedAt: at(0), offsetMs: 0, durationMs: 10_000 },
    { startedAt: at(60_000), offsetMs: 10_000, durationMs: 5_000 },
  ]
  expect([-1, 0, 4_000, 10_000, 30_000, 60_000, 62_000, 65_000, 99_000].map((ms) => toRecordingMs(stretches, at(ms)))).toEqual([
    0, 0, 4_000, 10_000, 10_000, 10_000, 12_000, 15_000, 15_000,
  ])
  expect(toStretch(stretches, at(20_000), at(50_000))).toBeNull()
  expect(toStretch(stretches, at(8_000), at(61_000))).toEqual({ startMs: 8_000, endMs: 11_000 })
})

test('a point that was recorded comes back to the instant that it was taken at', () => {
  fc.assert(
    fc.property(timelines, fc.double({ min: 0, max: 1, noNaN: true }), (stretches, share) => {
      const last = stretches.at(-1)
      const ms = Math.floor(share * ((last?.offsetMs ?? 0) + (last?.durationMs ?? 0)))
      const instant = toInstant(stretches, ms)
      expect(instant).not.toBeNull()
      expect(toRecordingMs(stretches, instant ?? at(0))).toBe(ms)
    }),
  )
})

test('later on the clock is never earlier on the timeline, and nothing is longer on it than by the clock', () => {
  fc.assert(
    fc.property(timelines, instants, instants, (stretches, one, other) => {
      const [from, to] = one <= other ? [one, other] : [other, one]
      const startMs = toRecordingMs(stretches, from)
      const endMs = toRecordingMs(stretches, to)
      expect(endMs).toBeGreaterThanOrEqual(startMs)
      expect(endMs - startMs).toBeLessThanOrEqual(to.getTime() - from.getTime())
    }),
  )
})
