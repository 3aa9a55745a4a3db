import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeFormat } from './format.tsx'

const inParis = makeFormat('en', 'Europe/Paris')
const inNewYork = makeFormat('en', 'America/New_York')
/** Of a wall's clock in Paris, in winter. */
const paris = (text: string) => new Date(`${text}+01:00`)

describe('how long ago something was', () => {
  test('days are those of the calendar, and not 24 hours each', () => {
    const now = paris('2026-11-24T04:44')
    expect(inParis.ago(paris('2026-11-22T22:44'), now)).toBe('2 days ago')
    expect(inParis.ago(paris('2026-11-23T00:10'), now)).toBe('yesterday')
    expect(inParis.ago(paris('2026-11-23T23:30'), now)).toBe('5 hr ago')
    expect(inParis.ago(paris('2026-11-24T00:10'), now)).toBe('4 hr ago')
    expect(inParis.ago(paris('2026-11-23T00:10'), paris('2026-11-24T23:50'))).toBe('yesterday')
    expect(inParis.ago(paris('2026-11-24T00:10'), paris('2026-11-24T23:50'))).toBe('23 hr ago')
  })

  test('164 hours are seven days on the seventh day: then it is the date', () => {
    expect(inParis.ago(paris('2026-11-17T08:44'), paris('2026-11-24T04:44'))).toBe('17 Nov')
    expect(inParis.ago(paris('2026-11-18T08:44'), paris('2026-11-24T04:44'))).toBe('6 days ago')
    expect(inParis.ago(paris('2025-12-31T12:00'), paris('2026-01-12T12:00'))).toBe('31 Dec 2025')
    // In Paris it is another year already, in UTC it is not.
    expect(inParis.ago(paris('2026-01-01T00:30'), paris('2026-01-12T00:30'))).toBe('1 Jan')
  })

  test('the reader’s zone decides, and in French too', () => {
    const [at, now] = [new Date('2026-11-23T05:30Z'), new Date('2026-11-24T02:00Z')]
    expect(inParis.ago(at, now)).toBe('yesterday')
    expect(inNewYork.ago(at, now)).toBe('20 hr ago')
    expect(makeFormat('fr', 'Europe/Paris').ago(at, now)).toBe('hier')
    expect(makeFormat('fr', 'Europe/Paris').ago(paris('2026-11-22T22:44'), paris('2026-11-24T04:44'))).toBe('avant-hier')
  })

  test('days on which clocks change have 23 or 25 hours, and are days', () => {
    // Paris, the night to 29 March 2026 and to 25 October 2026.
    expect(inParis.ago(new Date('2026-03-28T12:00+01:00'), new Date('2026-03-29T11:30+02:00'))).toBe('yesterday')
    expect(inParis.ago(new Date('2026-10-24T23:30+02:00'), new Date('2026-10-26T00:10+01:00'))).toBe('2 days ago')
    // New York, 8 March and 1 November 2026.
    expect(inNewYork.ago(new Date('2026-03-07T12:00-05:00'), new Date('2026-03-08T11:30-04:00'))).toBe('yesterday')
    expect(inNewYork.ago(new Date('2026-10-31T23:30-04:00'), new Date('2026-11-02T00:10-05:00'))).toBe('2 days ago')
  })

  test('whatever the instants: "yesterday" is the day before, and no number of days is another than the calendar’s', () => {
    const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) })
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 0, max: 9 * 86_400 }),
        fc.constantFrom('Europe/Paris', 'America/New_York'),
        (from, seconds, timeZone) => {
          const [at, now] = [new Date(from), new Date(from + seconds * 1000)]
          const dayOf = (date: Date) => new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(date)
          const days = Math.round((Date.parse(dayOf(now)) - Date.parse(dayOf(at))) / 86_400_000)
          const said = makeFormat('en', timeZone).ago(at, now)
          if (said === 'yesterday') expect(days).toBe(1)
          const told = /^(\d+) days ago$/.exec(said ?? '')
          if (told) expect(Number(told[1])).toBe(days)
          if (/hr ago$/.test(said ?? '')) expect(days === 0 || seconds < 6 * 3600).toBe(true)
          if (days >= 7) expect(said).toMatch(/^\d+ [A-Z]/)
        },
      ),
      { numRuns: 500 },
    )
  })
})
