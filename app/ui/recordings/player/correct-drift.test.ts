import fc from 'fast-check'
import { expect, test } from 'vitest'
import { correctDrift } from './correct-drift.ts'

test('what is ahead is slowed down, what is behind speeds up, a little; what is far off jumps', () => {
  expect(correctDrift(10, 1)).toEqual({ seek: false, rate: 1 })
  expect(correctDrift(1_000, 1)).toEqual({ seek: true })
  fc.assert(
    fc.property(fc.integer({ min: -350, max: 350 }), fc.constantFrom(0.5, 1, 3), (driftMs, rate) => {
      const correction = correctDrift(driftMs, rate)
      if (correction.seek) throw new Error('that was near enough')
      expect(Math.abs(correction.rate / rate - 1)).toBeLessThanOrEqual(0.0601)
      if (Math.abs(driftMs) > 25) expect(Math.sign(1 - correction.rate / rate)).toBe(Math.sign(driftMs))
    }),
  )
})

test('by its corrections an element that is off comes back to the clock, at any speed, and stays', () => {
  fc.assert(
    fc.property(fc.integer({ min: -350, max: 350 }), fc.constantFrom(0.5, 1, 1.5, 3), (offMs, rate) => {
      let driftMs = offMs
      for (let tick = 0; tick < 600; tick++) {
        const correction = correctDrift(driftMs, rate)
        if (!correction.seek) driftMs += 100 * (correction.rate - rate)
      }
      expect(Math.abs(driftMs)).toBeLessThan(60)
    }),
  )
})
