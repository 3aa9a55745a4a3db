import { expect, test } from 'vitest'
import { env } from '#platform/env.server.ts'
import { CONSENT_VERSION, currentConsentVersion, STAYS_HERE, writeConsentWords } from './consent-words.server.ts'
import { nameThem } from './name-them.server.ts'
import { allowsRecording } from './read-answers.server.ts'

const facts = { workspace: 'Atelier', community: 'Sales', openToAll: false, keepDays: 30, toAsk: ['Ana', 'Ben', 'Chloé'] }

test('who was told and stayed may be recorded, and who said yes; nobody else', () => {
  expect((['told', 'accepted', 'declined', null, undefined] as const).filter(allowsRecording)).toEqual(['told', 'accepted'])
})

test('the words say what is so: whether a service elsewhere is used, and whether recordings go once the follow-up is published', () => {
  const outside = env.TRANSCRIPTS_URL
  try {
    for (const service of [false, true])
      for (const onceFollowedUp of [false, true]) {
        Object.assign(env, { TRANSCRIPTS_URL: service ? 'https://transcripts.example.com' : undefined })
        const version = currentConsentVersion(onceFollowedUp)
        const text = writeConsentWords(version, 'en', facts)
          .parts.map((part) => part.text)
          .join(' ')
        expect([version, text.includes('transcription service'), text.includes('Until the follow-up')]).toEqual([
          version,
          service,
          onceFollowedUp,
        ])
        expect(STAYS_HERE.includes(version)).toBe(!service)
      }
  } finally {
    Object.assign(env, { TRANSCRIPTS_URL: outside })
  }
})

test('a version promises that nothing leaves the installation, or names the service that it goes to', () => {
  for (let version = 1; version <= CONSENT_VERSION; version++)
    for (const [language, service] of [
      ['en', 'transcription service'],
      ['fr', 'service de transcription'],
    ] as const) {
      const written = writeConsentWords(version, language, facts)
      expect(written).toMatchObject({ version, language, keepDays: 30 })
      expect(written.parts.some(({ text }) => text.includes(service))).toBe(!STAYS_HERE.includes(version))
    }
})

test('words that nobody was ever shown are not written', () => {
  for (const version of [0, CONSENT_VERSION + 1]) expect(() => writeConsentWords(version, 'en', facts)).toThrow(`version ${version}`)
})

test('whom to ask is named as one says it', () => {
  expect(nameThem('en', facts.toAsk)).toBe('Ana, Ben, or Chloé')
  expect(nameThem('fr', facts.toAsk)).toBe('Ana, Ben ou Chloé')
  expect(nameThem('en', ['Ana'])).toBe('Ana')
})
