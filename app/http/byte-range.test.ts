import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wantedBytes } from './byte-range.server.ts'

const wanted = (range: string, more: Record<string, string> = {}) => wantedBytes(new Headers({ range, ...more }), 1_000, '"a"')

test.each([
  ['bytes=0-', { start: 0, end: 999 }],
  ['bytes=10-19', { start: 10, end: 19 }],
  ['bytes=990-5000', { start: 990, end: 999 }],
  ['bytes=-10', { start: 990, end: 999 }],
  ['bytes=-5000', { start: 0, end: 999 }],
  ['bytes=1000-', 'none'],
  ['bytes=-0', 'none'],
  ['bytes=9-3', 'all'],
  ['bytes=-', 'all'],
  ['bytes=0-1,5-6', 'all'],
  ['lines=0-1', 'all'],
  ['bytes=a-b', 'all'],
  ['', 'all'],
] as const)('%s', (range, expected) => {
  expect(wanted(range)).toEqual(expected)
})

test('If-Range: the range only of the file that one has a part of already', () => {
  expect(wanted('bytes=10-19', { 'if-range': '"a"' })).toEqual({ start: 10, end: 19 })
  expect(wanted('bytes=10-19', { 'if-range': '"b"' })).toBe('all')
  expect(wanted('bytes=10-19', { 'if-range': 'Tue, 24 Nov 2026 09:00:00 GMT' })).toBe('all')
})

test('whatever is asked for, what is read lies within the file', () => {
  const numbers = fc.option(fc.bigInt({ min: 0n, max: 10n ** 20n }), { nil: null })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), numbers, numbers, (size, first, last) => {
      const bytes = wantedBytes(new Headers({ range: `bytes=${first ?? ''}-${last ?? ''}` }), size, '"a"')
      if (typeof bytes === 'string') return
      expect(bytes.start).toBeGreaterThanOrEqual(0)
      expect(bytes.end).toBeGreaterThanOrEqual(bytes.start)
      expect(bytes.end).toBeLessThan(size)
    }),
  )
})
