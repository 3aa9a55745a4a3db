import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextWorkingMorning } from './next-working-morning.server.ts'

const local = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)

test.each([
  ['a Tuesday afternoon', '2026-11-24T14:30:00Z', 'Europe/Paris', '2026-11-25T07:00:00Z'],
  ['a Friday', '2026-11-27T10:00:00Z', 'Europe/Paris', '2026-11-30T07:00:00Z'],
  ['a Saturday', '2026-11-28T10:00:00Z', 'Europe/Paris', '2026-11-30T07:00:00Z'],
  ['a night', '2026-11-25T01:00:00Z', 'Europe/Paris', '2026-11-25T07:00:00Z'],
  ['ten minutes before eight', '2026-11-25T06:50:00Z', 'Europe/Paris', '2026-11-26T07:00:00Z'],
  ['over the end of summer time', '2026-10-23T15:00:00Z', 'Europe/Paris', '2026-10-26T07:00:00Z'],
  ['over its beginning', '2026-03-27T15:00:00Z', 'Europe/Paris', '2026-03-30T06:00:00Z'],
  ['on the other side of the earth', '2026-11-24T14:30:00Z', 'Pacific/Auckland', '2026-11-24T19:00:00Z'],
  ['half an hour aside', '2026-11-24T14:30:00Z', 'Asia/Kolkata', '2026-11-25T02:30:00Z'],
])('%s', (_when, from, timeZone, expected) => {
  expect(nextWorkingMorning(new Date(from), timeZone).toISOString()).toBe(expected.replace('Z', '.000Z'))
})

test('always eight o’clock of a working day, soon, and after a rest', () => {
  const zone = fc.constantFrom('Europe/Paris', 'America/New_York', 'Pacific/Apia', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC')
  const instant = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }).map((ms) => new Date(ms))
  fc.assert(
    fc.property(instant, zone, (from, timeZone) => {
      const morning = nextWorkingMorning(from, timeZone)
      expect(local(morning, timeZone)).toMatch(/^(Mon|Tue|Wed|Thu|Fri).* 08:00$/)
      const hours = (morning.getTime() - from.getTime()) / 3_600_000
      expect(hours).toBeGreaterThanOrEqual(4)
      expect(hours).toBeLessThanOrEqual(4 + 3 * 24 + 1)
    }),
  )
})
