import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { CONSENT_VERSION, type ConsentFacts, writeConsentWords } from './consent-words.server.ts'

const facts: ConsentFacts = { workspace: 'Atelier', community: 'Sales', openToAll: true, keepDays: 30, toAsk: ['Ana', 'Ben'] }
const cases: ConsentFacts[] = [facts, { ...facts, workspace: '', openToAll: false, keepDays: null, toAsk: [] }, { ...facts, keepDays: 1 }]

test('words that were shown are never changed: a new version is added', () => {
  const sealOf = (version: number) => {
    const written = (['en', 'fr'] as const).flatMap((language) =>
      cases.map((one) => {
        const { title, parts } = writeConsentWords(version, language, one)
        return { title, parts }
      }),
    )
    return createHash('sha256').update(JSON.stringify(written)).digest('hex').slice(0, 16)
  }
  expect(Array.from({ length: CONSENT_VERSION }, (_, index) => sealOf(index + 1))).toEqual([
    '4249620300d48521',
    '6b2114833ec5621e',
    '2c7bc16d06d1929b',
    'df7ec3cee6c6ba59',
    'fc424de3270fa319',
    '57052f5cbc03014c',
  ])
})

test.each([3, 4, 5, 6])(
  'version %i says in both languages for how long, who takes copies, and that nothing follows from a no',
  (version) => {
    const textOf = (language: 'en' | 'fr', part: number) => writeConsentWords(version, language, facts).parts[part]?.text
    expect(textOf('en', 1)).toContain('the members of Sales may download it')
    expect(textOf('fr', 1)).toContain('les membres de Sales peuvent le télécharger')
    const [days, jours] =
      version < 5 ? ['30 days, then it is deleted', '30 jours, puis'] : ['and for 30 days at most', 'et 30 jours au plus']
    expect(textOf('en', 2)).toContain(days)
    expect(textOf('fr', 2)).toContain(jours)
    expect(textOf('en', 2)).toContain('can be brought back for 30 days')
    expect(textOf('fr', 2)).toContain('peut être rétabli pendant 30 jours')
    expect(textOf('en', 3)).toContain('nothing else follows from it')
    expect(textOf('fr', 3)).toContain('sans autre conséquence')
    expect(textOf('en', 1)?.includes('transcription service')).toBe(version % 2 === 0)
    expect(textOf('fr', 1)?.includes('service de transcription')).toBe(version % 2 === 0)
  },
)
