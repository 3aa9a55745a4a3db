import { expect, test } from 'vitest'
import { hasVisible, tidyLine } from './visible-text.server.ts'

const unseen = [
  '',
  ' \n\t',
  '\u00a0\u2003\u3000',
  '\u200b\u200c\u200d\ufeff',
  '\u2060\u2063',
  '\u3164\u115f\uffa0',
  '\u2800',
  '\u202e\u2066',
  '\u0301',
  '\u{e0041}',
  '\ufe0f',
]
test.each(unseen.map((text) => [JSON.stringify(text), text]))('%s shows nothing', (_, text) => {
  expect(hasVisible(text)).toBe(false)
})

test.each(['a', '.', '😀', '👩‍👩‍👧', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', '❤️', 'é', 'می‌خواهم', '田', '\u0903a'])('%s shows something', (text) => {
  expect(hasVisible(text)).toBe(true)
})

test.each([
  ['an accent that is typed by itself', 'Chloe\u0301', 'Chloé'],
  ['spaces and lines', '  Ana \n\t Lind\u2028ner ', 'Ana Lind ner'],
  ['letters of no width', 'A\u200bn\u200da\u00ad\u2060\ufeff', 'Ana'],
  ['fillers', '\u3164Ana\u115f', 'Ana'],
  ['what turns directions', '\u202eanA\u202c \u2066Ben\u2069\u200f', 'anA Ben'],
  ['a name hidden in tags', 'Ana\u{e0062}\u{e0065}', 'Ana'],
])('%s: tidied', (_, typed, seen) => {
  expect(tidyLine(typed)).toBe(seen)
})

test.each([
  ['families, flags, hearts and keys', 'Ana 👩‍👩‍👧 👩🏽‍💻 ❤️‍🔥 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇫🇷 1️⃣'],
  ['Persian, with what keeps its letters apart', 'علی‌رضا'],
  ['Sinhala and Devanagari, with what joins theirs', 'ශ්‍රී क्‍ष'],
  ['a Japanese name in its own form of an ideograph', '辻\u{e0100}'],
  ['names of other scripts', 'Đặng Nguyễn, Ólafur, Игорь, 李, عمر, יעל'],
])('%s stays as it is', (_, name) => {
  expect(tidyLine(name)).toBe(name)
})
