import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mentionFinder, tailsOf } from './find-mentions.server.ts'
import { foldName } from './fold-name.server.ts'

const people = [
  { id: 'ana', name: 'Ana' },
  { id: 'ana-martin', name: 'Ana Martin' },
  { id: 'chloe', name: 'Chloé Dubois' },
  { id: 'ben', name: 'Ben Carter' },
  { id: 'other-ben', name: 'ben carter' },
  { id: 'rene', name: 'René' },
  { id: 'oneil', name: "Sean O'Neil-Łukasz" },
]
const found = (text: string) => mentionFinder(people)(text).map(({ from, to, ids }) => [text.slice(from, to), ...ids])

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
  // Accents as signs of their own belong to the name: also to its last letter, in the middle of a text and at its end.
  ['@Rene\u0301, look', [['@Rene\u0301', 'rene']]],
  ['so says @rene\u0301', [['@rene\u0301', 'rene']]],
  ['so says @rene', [['@rene', 'rene']]],
  ['@Rene\u0301e is somebody else', []],
  ['@Ben Cart', []],
])('%s', (text, mentions) => {
  expect(found(text)).toEqual(mentions)
})

test('names are compared without case and accents, as the database compares them', () => {
  expect(['Chloé', 'CHLOE', 'chloe\u0301', 'Łukasz', 'ÅSA'].map(foldName)).toEqual(['chloe', 'chloe', 'chloe', 'łukasz', 'asa'])
})

test('behind each @ that begins a word stands a tail, long enough for a name whose accents are signs of their own', () => {
  expect(tailsOf('@Ana and @Ben, not x@y', 3)).toEqual(['Ana an', 'Ben, n'])
  expect(tailsOf('nobody @ all', 3)).toEqual([])
})

test('whatever is around a name: marks are in order, apart, and read as the name', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom('@Ana', '@Ben Carter', '@Chloé Dubois', ' ', '@', 'é', 'İ'), fc.string())), (parts) => {
      const text = parts.join('')
      let end = 0
      for (const { from, to, ids } of mentionFinder(people)(text)) {
        expect(from).toBeGreaterThanOrEqual(end)
        end = to
        const name = people.find(({ id }) => id === ids[0])?.name ?? ''
        expect(text.slice(from + 1, to).localeCompare(name, 'en', { sensitivity: 'base' })).toBe(0)
      }
    }),
  )
})
