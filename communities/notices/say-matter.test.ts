import { describe, expect, test } from 'vitest'
import { sayMatter } from './say-matter.server.ts'

const matter = {
  ...{ kind: 'recordingExpires' as const, actor: null, count: 1 },
  community: { slug: 'design', name: 'Design' },
  room: { slug: 'table', name: 'Table' },
}
const say = (happenedAt: string, language: 'en' | 'fr', timeZone: string) => sayMatter({ ...matter, happenedAt }, { language, timeZone })

describe('a recording that goes: the day is named, since a mail is read days later', () => {
  test('in the reader’s language, by the calendar of their zone', () => {
    const told = '2026-11-24T23:30:00.000Z'
    expect(say(told, 'en', 'UTC')).toBe('A recording of Table will be deleted on 1 December 2026')
    expect(say(told, 'en', 'Europe/Paris')).toBe('A recording of Table will be deleted on 2 December 2026')
    expect(say(told, 'fr', 'Europe/Paris')).toBe('Un enregistrement sera supprimé le 2 décembre 2026 : Table')
  })

  test('French counts the first of a month, and no other day', () => {
    expect(say('2026-11-24T12:00:00.000Z', 'fr', 'Europe/Paris')).toContain('le 1er décembre 2026')
    expect(say('2026-12-14T12:00:00.000Z', 'fr', 'Europe/Paris')).toContain('le 21 décembre 2026')
  })
})
