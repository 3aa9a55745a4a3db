import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findMentions } from './find-mentions.server.ts'

const people = [
  { id: 'ana', name: 'Ana' },
  { id: 'ana-martin', name: 'Ana Martin' },
  { id: 'chloe', name: 'Chloé Dubois' },
  { id: 'ben', name: 'Ben Carter' },
  { id: 'other-ben', name: 'ben carter' },
  { id: 'oneil', name: "Sean O'Neil-Łukasz" },
]
const found = (text: string) => findMentions(text, people).map(({ from, to, ids }) => [text.slice(from, to), ...ids])

test.each([
  ['@Ana, look', [['@Ana', 'ana']]],
  ['the longest name: @Ana Martin.', [['@Ana Martin', 'ana-martin']]],
  ['@ana martinez is somebody else', [['@ana', 'ana']]],
  ['@Anatole', []],
  ['ana@demo.palier, @@Ana, a/@Ana', []],
  [
    '(@CHLOE DUBOIS) and @Chloe\u0301 Dubois!',
    [
      ['@CHLOE DUBOIS', 'chloe'],
      ['@Chloe\u0301 Dubois', 'chloe'],
    ],
  ],
  ['both of the name: @Ben Carter', [['@Ben Carter', 'ben', 'other-ben']]],
  ["@sean o'neil-łukasz’s", [["@sean o'neil-łukasz", 'oneil']]],
  ['@ Ana @', []],
])('%s', (text, mentions) => {
  expect(found(text)).toEqual(mentions)
})

test('whatever is around a name: marks are in order, apart, and read as the name', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom('@Ana', '@Ben Carter', '@Chloé Dubois', ' ', '@', 'é', 'İ'), fc.string())), (parts) => {
      const text = parts.join('')
      let end = 0
      for (const { from, to, ids } of findMentions(text, people)) {
        expect(from).toBeGreaterThanOrEqual(end)
        end = to
        const name = people.find(({ id }) => id === ids[0])?.name ?? ''
        expect(text.slice(from + 1, to).localeCompare(name, 'en', { sensitivity: 'base' })).toBe(0)
      }
    }),
  )
})
