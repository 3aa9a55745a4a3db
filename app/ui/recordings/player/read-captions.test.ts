import { expect, test } from 'vitest'
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
