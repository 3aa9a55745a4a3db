import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TranscriptLineView, TranscriptPart } from '#rooms/recordings/transcripts/contract.ts'
import { joinPart, lineAt, putLine } from './transcript-window.ts'

const line = (startMs: number, id: string, text = 'said'): TranscriptLineView => ({
  ...{ id, startMs, endMs: startMs + 1, text, heard: null, edited: null },
  person: { id: null, name: 'Ana', photoKey: null },
})
const part = (lines: TranscriptLineView[], before: string | null = null, after: string | null = null): TranscriptPart => ({
  lines,
  before,
  after,
})
const idsOf = ({ lines }: TranscriptPart) => lines.map(({ id }) => id).join('')

test('parts are joined on either side; what came twice stands once', () => {
  const middle = part([line(3, 'c'), line(4, 'd')], 'c', 'd')
  const later = joinPart(middle, 'after', part([line(4, 'd'), line(5, 'e')], 'd', null))
  expect([idsOf(later), later.before, later.after]).toEqual(['cde', 'c', null])
  const all = joinPart(later, 'before', part([line(1, 'a'), line(3, 'b')], 'a', 'b'))
  expect([idsOf(all), all.before, all.after]).toEqual(['abcde', 'a', null])
})

test('a line that changed stands in its place, goes, or comes back; one that lies beyond what is on screen does not', () => {
  const shown = part([line(2, 'b'), line(2, 'd'), line(6, 'f')], 'b', 'f')
  expect(putLine(shown, line(2, 'd', 'other')).lines[1]?.text).toBe('other')
  expect(idsOf(putLine(shown, line(2, 'd', '')))).toBe('bf')
  expect(idsOf(putLine(shown, line(2, 'c')))).toBe('bcdf')
  expect(idsOf(putLine(shown, line(2, 'b', 'other')))).toBe('bdf')
  expect(idsOf(putLine(shown, line(6, 'f', 'other')))).toBe('bdf')
  expect(idsOf(putLine(shown, line(1, 'a')))).toBe('bdf')
  expect(idsOf(putLine(shown, line(7, 'g')))).toBe('bdf')
  expect(idsOf(putLine({ ...shown, before: null, after: null }, line(7, 'g')))).toBe('bdfg')
})

test('the line of a moment is the last one that has begun', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: -1, max: 51 }), (starts, ms) => {
      const lines = starts.sort((a, b) => a - b).map((startMs) => ({ startMs }))
      expect(lineAt(lines, ms)).toBe(lines.filter(({ startMs }) => startMs <= ms).length - 1)
    }),
  )
})
