import { expect, test } from 'vitest'
import { dropPhantoms, type Evidence } from './drop-phantoms.server.ts'
import type { HeardSegment } from './engine/engine.server.ts'

const heard = (text: string, more: Partial<HeardSegment> = {}): HeardSegment => ({
  startMs: 0,
  endMs: 2_000,
  text,
  words: [],
  noSpeech: 0.05,
  confidence: -0.2,
  ...more,
})
const speaking: Evidence = { isHeard: () => true, isSpeaking: () => true }
const quiet: Evidence = { isHeard: () => true, isSpeaking: () => false }
const untold: Evidence = { isHeard: () => true, isSpeaking: () => null }
const left = (segments: HeardSegment[], evidence: Evidence) => dropPhantoms(segments, evidence).map(({ text }) => text)

test('what is said stays, whatever it is about', () => {
  const said = [
    'Bonjour.',
    'Merci d’avoir écouté.',
    'Thank you for watching the door.',
    'We need subtitles for the film.',
    'No. No.',
    'Oui oui oui oui.',
  ]
  for (const evidence of [speaking, untold])
    expect(
      left(
        said.map((text) => heard(text)),
        evidence,
      ),
    ).toEqual(said)
  expect(left([heard('Quietly said, and clear.')], quiet)).toEqual(['Quietly said, and clear.'])
})

test.each([
  ['credits', heard('Sous-titres réalisés par la communauté d’Amara.org'), speaking],
  ['credits of television', heard('Sous-titrage Société Radio-Canada'), speaking],
  ['credits in English', heard('Subtitles by the Amara.org community'), untold],
  ['a farewell where nobody speaks', heard('Thanks for watching!'), quiet],
  ['a farewell in doubt', heard('Merci d’avoir regardé cette vidéo !', { noSpeech: 0.5 }), untold],
  ['words without sound', heard('Hello.'), { ...speaking, isHeard: () => false }],
  ['a guess', heard('So.', { noSpeech: 0.8, confidence: -1.4 }), speaking],
  ['a lesser guess where nobody speaks', heard('So.', { noSpeech: 0.5 }), quiet],
  ['circles', heard('and then we go '.repeat(20)), speaking],
  ['signs alone', heard('♪ … ♪'), speaking],
] as const)('%s', (_, segment, evidence) => {
  expect(left([segment], evidence)).toEqual([])
})

test('of words that come three times in a row the first stay; twice is human', () => {
  const said = (...texts: string[]) =>
    left(
      texts.map((text) => heard(text)),
      speaking,
    )
  expect(said('Okay.', 'Okay', 'okay!', 'Next.')).toEqual(['Okay.', 'Next.'])
  expect(said('Okay.', 'Okay.', 'Next.', 'Okay.')).toEqual(['Okay.', 'Okay.', 'Next.', 'Okay.'])
})
