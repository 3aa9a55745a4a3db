import { expect, test } from 'vitest'
import { nameSpeaker } from './name-speakers.server.ts'

const line = { startMs: 10_000, endMs: 14_000 }
const speaks = (memberId: string, startMs: number, endMs: number) => ({ memberId, startMs, endMs })

test.each([
  ['alone', [speaks('ana', 9_000, 15_000)], 'ana'],
  ['with pauses', [speaks('ana', 10_000, 11_500), speaks('ana', 12_000, 14_000), speaks('ben', 14_000, 16_000)], 'ana'],
  ['a word of somebody else', [speaks('ana', 10_000, 14_000), speaks('ben', 12_000, 12_300)], 'ana'],
  ['both', [speaks('ana', 10_000, 14_000), speaks('ben', 12_000, 13_500)], null],
  ['one after the other', [speaks('ana', 10_000, 12_000), speaks('ben', 12_000, 14_000)], null],
  ['hardly', [speaks('ana', 10_000, 11_000)], null],
  ['nobody', [speaks('ana', 0, 10_000)], null],
] as const)('%s', (_, speakers, whose) => {
  expect(nameSpeaker(line, speakers)).toBe(whose)
})
