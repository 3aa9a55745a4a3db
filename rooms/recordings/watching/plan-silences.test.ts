import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planSilences, thinPeaks } from './plan-silences.server.ts'

const quiet = (count: number) => Array.from({ length: count }, () => 0)
const loud = (count: number) => Array.from({ length: count }, () => 120)

test('what is quiet for long enough is skipped, but for a breath at each end', () => {
  const peaks = { everyMs: 100, values: [...quiet(20), ...loud(10), ...quiet(10), ...loud(10), ...quiet(50)] }
  expect(planSilences({ durationMs: 10_000, peaks, speakers: [] })).toEqual([
    { startMs: 0, endMs: 1_700 },
    { startMs: 5_300, endMs: 10_000 },
  ])
})

test('without peaks, who spoke says it; without either, nothing is silent', () => {
  const speakers = [
    { startMs: 4_000, endMs: 6_000 },
    { startMs: 0, endMs: 5_000 },
  ]
  expect(planSilences({ durationMs: 9_000, peaks: null, speakers })).toEqual([{ startMs: 6_300, endMs: 9_000 }])
  expect(planSilences({ durationMs: 9_000, peaks: null, speakers: [] })).toEqual([])
})

const heard = fc.record({
  durationMs: fc.integer({ min: 1, max: 60_000 }),
  peaks: fc.record({
    everyMs: fc.integer({ min: 20, max: 500 }),
    values: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 400 }),
  }),
})

test('silences are in order, apart, within the recording, and in none of them is anything loud', () => {
  fc.assert(
    fc.property(heard, ({ durationMs, peaks }) => {
      let lastEndMs = -1
      for (const { startMs, endMs } of planSilences({ durationMs, peaks, speakers: [] })) {
        expect(startMs).toBeGreaterThan(lastEndMs)
        expect(endMs).toBeGreaterThan(startMs)
        expect(endMs).toBeLessThanOrEqual(durationMs)
        for (const [index, value] of peaks.values.entries()) {
          const within = index * peaks.everyMs < endMs && (index + 1) * peaks.everyMs > startMs
          if (within) expect(value).toBeLessThanOrEqual(10)
        }
        lastEndMs = endMs
      }
    }),
  )
})

test('thinned peaks are few, cover the same time, and miss nothing loud', () => {
  fc.assert(
    fc.property(heard, fc.integer({ min: 1, max: 50 }), ({ peaks }, most) => {
      const thin = thinPeaks(peaks, most)
      expect(thin.values.length).toBeLessThanOrEqual(most)
      expect(thin.everyMs * thin.values.length).toBeGreaterThanOrEqual(peaks.everyMs * peaks.values.length)
      expect(Math.max(...thin.values)).toBe(Math.max(...peaks.values))
    }),
  )
})
