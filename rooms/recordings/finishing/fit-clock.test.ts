import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitClock } from './fit-clock.server.ts'

const START = Date.UTC(2026, 10, 24, 10)
const noise = fc.double({ min: -15, max: 15, noNaN: true })
const samples = (count: number, everyMs: number) =>
  fc
    .record({
      offMs: fc.double({ min: -400, max: 400, noNaN: true }),
      drift: fc.double({ min: -3e-4, max: 3e-4, noNaN: true }),
      noises: fc.array(noise, { minLength: count, maxLength: count }),
      // One report in five is far off.
      wild: fc.array(fc.integer({ min: -2_000, max: 2_000 }), { minLength: Math.floor(count / 5), maxLength: Math.floor(count / 5) }),
    })
    .map(({ offMs, drift, noises, wild }) => ({
      offMs,
      drift,
      reports: noises.map((noiseMs, position) => {
        const elapsedMs = position * everyMs
        const wildMs = position % 5 === 2 ? (wild[Math.floor(position / 5)] ?? 0) : 0
        return { elapsedMs, wallMs: START + elapsedMs * (1 + drift) + offMs + noiseMs + wildMs }
      }),
    }))

test('a long track is put right to 15 ms everywhere, whatever single reports say', () => {
  fc.assert(
    fc.property(samples(240, 5_000), ({ offMs, drift, reports }) => {
      const fit = fitClock(reports, START)
      for (const elapsedMs of [0, 600_000, 1_195_000]) {
        const told = (fit?.shiftMs ?? 0) + (fit?.drift ?? 0) * elapsedMs
        // Below 20 ppm nothing is done about a drift.
        const undone = Math.abs(drift) < 4e-5 ? Math.abs(drift) * 1_200_000 : 0
        expect(Math.abs(told - (offMs + drift * elapsedMs))).toBeLessThan(15 + undone)
      }
    }),
    { numRuns: 40 },
  )
})

test('a short track is only moved, and without reports nothing is said', () => {
  fc.assert(
    fc.property(samples(30, 5_000), ({ reports }) => {
      expect(fitClock(reports, START)?.drift).toBe(0)
      expect(fitClock(reports.slice(0, 2), START)).toBeNull()
    }),
    { numRuns: 40 },
  )
})
