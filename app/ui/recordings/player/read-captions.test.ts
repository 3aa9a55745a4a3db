import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeText } from '#rooms/recordings/transcripts/write-text.server.ts'
import { type WrittenLine, writeWebvtt } from '#rooms/recordings/transcripts/write-webvtt.server.ts'
import { readCaptions } from './read-captions.ts'

test('times with and without hours, who speaks, several lines; what is unknown is left out', () => {
  const vtt = [
    'WEBVTT',
    'NOTE made by hand',
    '1\n00:01.000 --> 00:02.500\n<v Chloé>Du chêne &amp; du hêtre &lt;massif&gt;',
    '01:00:00.250 --> 01:00:01.000 align:start\nTwo\nlines',
    'nonsense --> 00:02.000\nnothing',
    '00:03.000 --> 00:04.000\n',
  ].join('\n\n')
  expect(readCaptions(vtt)).toEqual([
    { startMs: 1_000, endMs: 2_500, speaker: 'Chloé', text: 'Du chêne & du hêtre <massif>' },
    { startMs: 3_600_250, endMs: 3_601_000, speaker: null, text: 'Two\nlines' },
  ])
})

/** Letters, and all that means something in the format. */
const written = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom('-->', '&lt;', '&amp;', '<v Ana>', '</v>', '>', '\n\n', '\r\n', ' ', 'NOTE', '00:01.000'),
    ),
  )
  .map((parts) => parts.join(''))
const plain = (text: string) => text.replace(/[\t\n\f\r ]+/g, ' ').trim()

test('whatever people are called and say, captions tell it as it was', () => {
  const line = fc.record<WrittenLine>({
    startMs: fc.integer({ min: 0, max: 2_147_000_000 }),
    endMs: fc.integer({ min: 0, max: 2_147_000_000 }),
    name: written,
    text: written,
  })
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const expected = lines.flatMap(({ startMs, endMs, name, text }) =>
        plain(text) ? [{ startMs, endMs: Math.max(endMs, startMs + 1), speaker: plain(name) || null, text: plain(text) }] : [],
      )
      expect(readCaptions(writeWebvtt(lines))).toEqual(expected)
    }),
  )
})

test('as text: a paragraph each time that somebody else goes on', () => {
  const says = (startMs: number, name: string, text: string) => ({ startMs, endMs: startMs + 1, name, text })
  const lines = [says(0, 'Ana', 'Oak?'), says(1_000, 'Ana', ''), says(2_000, 'Ana', 'Or\nash?'), says(3_723_000, 'Chloé', 'Oak.')]
  expect(writeText(['Chairs', ''], lines)).toBe('Chairs\n\n0:00 Ana\nOak? Or ash?\n\n1:02:03 Chloé\nOak.\n')
})
