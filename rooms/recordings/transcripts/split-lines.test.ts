import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HeardSegment } from './engine/engine.server.ts'
import { LINE_MAX_LETTERS, LINE_MAX_MS, splitLines } from './split-lines.server.ts'

const segment = (startMs: number, endMs: number, text: string, words: HeardSegment['words'] = []): HeardSegment => ({
  startMs,
  endMs,
  text,
  words,
  noSpeech: null,
  confidence: null,
})
const spoken = (startMs: number, text: string, eachMs = 300): HeardSegment => {
  const words = text
    .split(' ')
    .map((word, at) => ({ text: ` ${word}`, startMs: startMs + at * eachMs, endMs: startMs + (at + 1) * eachMs }))
  return segment(startMs, startMs + words.length * eachMs, text, words)
}
const texts = (segments: HeardSegment[]) => splitLines(segments).map(({ text }) => text)

test('lines end with sentences; short ones stay together, and a pause parts them', () => {
  const first = 'Yes. The delivery of the hinges was late again, sadly.'
  expect(texts([spoken(0, `${first} We move it to Thursday.`)])).toEqual([first, 'We move it to Thursday.'])
  expect(texts([spoken(0, 'Yes.'), spoken(1_000, 'No.')])).toEqual(['Yes. No.'])
  expect(texts([spoken(0, 'Yes.'), spoken(2_000, 'No.')])).toEqual(['Yes.', 'No.'])
})

test('a sentence that is too long is broken between clauses', () => {
  const long =
    'Nous avons reçu les plans de l’architecte hier matin, et il manque encore deux pages, que nous attendons avec impatience depuis lundi'
  expect(texts([spoken(0, long, 200)])).toEqual([
    'Nous avons reçu les plans de l’architecte hier matin, et il manque encore deux pages,',
    'que nous attendons avec impatience depuis lundi',
  ])
})

test('without times of words they are spread over the segment', () => {
  const lines = splitLines([segment(10_000, 20_000, 'One sentence that is long enough by itself. Another one, of much the same length.')])
  expect(lines.map(({ text }) => text)).toEqual(['One sentence that is long enough by itself.', 'Another one, of much the same length.'])
  expect(lines[0]?.startMs).toBe(10_000)
  expect(lines[0]?.endMs).toBeGreaterThan(14_500)
  expect(lines[0]?.endMs).toBeLessThan(15_500)
})

test('a word on the wrong side of a silence goes to its sentence', () => {
  const [early, ...rest] = spoken(20_000, 'The budget is spent already.').words
  const lost = { text: early?.text ?? '', startMs: 4_000, endMs: 5_000 }
  expect(splitLines([segment(4_000, 22_000, '', [lost, ...rest])])).toEqual([
    { text: 'The budget is spent already.', startMs: 20_299, endMs: 21_500 },
  ])
})

test('every word is in one line, in order, and no line is longer than can be read', () => {
  const word = fc.record({
    text: fc.constantFrom(' a', ' réunion', ' jeudi.', ' oui,', '-là', ' ?', ' «', ` ${'ha'.repeat(90)}`, '', ' '),
    startMs: fc.integer({ min: 0, max: 600_000 }),
    forMs: fc.integer({ min: -500, max: 20_000 }),
  })
  const heard = fc.record({
    startMs: fc.integer({ min: 0, max: 600_000 }),
    forMs: fc.integer({ min: -10, max: 40_000 }),
    text: fc.string({ maxLength: 400 }),
    words: fc.array(word, { maxLength: 30 }),
  })
  const letters = (text: string) => text.replace(/\s+/g, '')
  fc.assert(
    fc.property(fc.array(heard, { maxLength: 8 }), (many) => {
      const segments = many.map(({ startMs, forMs, text, words }) =>
        segment(
          startMs,
          startMs + forMs,
          text,
          words.map((one) => ({ text: one.text, startMs: one.startMs, endMs: one.startMs + one.forMs })),
        ),
      )
      const lines = splitLines(segments)
      const said = segments.map(({ text, words }) => letters(words.map((one) => one.text).join('')) || letters(text))
      expect(letters(lines.map(({ text }) => text).join(''))).toBe(said.join(''))
      let before = 0
      for (const { text, startMs, endMs } of lines) {
        expect(text.length).toBeLessThanOrEqual(LINE_MAX_LETTERS)
        expect(text).toBe(text.trim())
        expect(startMs).toBeGreaterThanOrEqual(before)
        expect(endMs).toBeGreaterThan(startMs)
        expect(endMs - startMs).toBeLessThanOrEqual(LINE_MAX_MS)
        before = endMs
      }
    }),
  )
})
