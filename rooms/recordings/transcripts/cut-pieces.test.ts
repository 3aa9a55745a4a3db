import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutPieces, isHeard, LEVEL_EVERY_MS } from './cut-pieces.server.ts'

const quiet = (seconds: number) => new Array<number>(seconds * 10).fill(3)
const loud = (seconds: number) => new Array<number>(seconds * 10).fill(2_000)

test('silence is no piece, and neither is a long one between two', () => {
  expect(cutPieces([])).toEqual([])
  expect(cutPieces(quiet(60))).toEqual([])
  expect(cutPieces([...quiet(10), ...loud(5), ...quiet(20), ...loud(5), ...quiet(60), ...loud(1)])).toEqual([
    { startMs: 9_500, endMs: 40_500 },
    { startMs: 99_500, endMs: 101_000 },
  ])
})

test('what is longer than five minutes is cut in its last pause', () => {
  const [first, second] = cutPieces([...loud(290), ...quiet(1), ...loud(200)])
  expect(first?.endMs).toBeGreaterThanOrEqual(290_000)
  expect(first?.endMs).toBeLessThanOrEqual(291_000)
  expect(second).toEqual({ startMs: first?.endMs, endMs: 491_000 })
})

test('whatever is heard is in one piece, once, in order, of five minutes at most', () => {
  const span = fc.record({ level: fc.constantFrom(0, 79, 80, 5_000), tenths: fc.integer({ min: 1, max: 4_000 }) })
  fc.assert(
    fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
      const levels = spans.flatMap(({ level, tenths }) => new Array<number>(tenths).fill(level))
      const pieces = cutPieces(levels)
      let before = 0
      for (const { startMs, endMs } of pieces) {
        expect(startMs).toBeGreaterThanOrEqual(before)
        expect(endMs).toBeGreaterThan(startMs)
        expect(endMs - startMs).toBeLessThanOrEqual(300_000)
        expect(isHeard(levels, { startMs, endMs })).toBe(true)
        before = endMs
      }
      expect(before).toBeLessThanOrEqual(levels.length * LEVEL_EVERY_MS)
      const covered = new Uint8Array(levels.length)
      for (const { startMs, endMs } of pieces) covered.fill(1, startMs / LEVEL_EVERY_MS, endMs / LEVEL_EVERY_MS)
      expect(levels.findIndex((level, at) => level >= 80 && covered[at] === 0)).toBe(-1)
    }),
  )
})
