import { expect, test } from 'vitest'
import { makeFormat } from './format.tsx'
import { isolate } from './isolate.ts'
import { loadText } from './load-text.ts'
import { texts } from './text.server.ts'

const HEBREW = 'דנה לוי'
const ISOLATED = `\u2068${HEBREW}\u2069`

test.each(['en', 'fr'] as const)(
  'a name from right to left stands isolated in every sentence of %s; others stand as they are',
  async (language) => {
    const inBrowser = await loadText(language, 'call')
    for (const call of [inBrowser, texts[language].call]) {
      expect(call.youName({ name: HEBREW })).toContain(ISOLATED)
      expect(call.preJoin.inNow({ names: HEBREW, count: 1 })).toContain(ISOLATED)
      expect(call.youName({ name: 'Chloé' })).not.toMatch(/[\u2066-\u2069]/)
    }
  },
)

test('in a list each name is isolated by itself', () => {
  expect(makeFormat('en', 'UTC').list(['Ana', HEBREW])).toBe(`Ana and ${ISOLATED}`)
})

test.each(['محمد', HEBREW, 'Ana محمد', '\u202Eana', '𞤀𞤣'])('%s is isolated', (name) => {
  expect(isolate(name)).toBe(`\u2068${name}\u2069`)
})

test.each(['Ana', 'Ώμος', '日本', 'Ærø – “x”', '12:30', ''])('%s stays', (name) => {
  expect(isolate(name)).toBe(name)
})
