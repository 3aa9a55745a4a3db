import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isQuiet } from './quiet-hours.server.ts'
import { dayIn, lastWorkingMorning, minutesIn, morningOf, nextWorkingMorning } from './working-morning.server.ts'

const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC')
const instant = fc.date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2035-12-31T00:00:00Z'), noInvalidDate: true })
const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()
const isWorkday = (day: string) => weekday(day) >= 1 && weekday(day) <= 5

/** As a clock of the platform shows it, asked for in another way than the code does. */
const shown = (timeZone: string, at: Date) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)

test('the morning of a day is 08:00 on the clocks of every zone, on every day', () => {
  fc.assert(
    fc.property(zone, instant, (timeZone, at) => {
      const day = dayIn(timeZone, at)
      expect(shown(timeZone, morningOf(timeZone, day))).toBe(`${day} 08:00`)
    }),
    { numRuns: 500 },
  )
})

test('the next working morning is the first 08:00 of a Monday to Friday that is still to come', () => {
  fc.assert(
    fc.property(zone, instant, (timeZone, after) => {
      const morning = nextWorkingMorning(timeZone, after)
      expect(morning > after).toBe(true)
      expect(isWorkday(dayIn(timeZone, morning))).toBe(true)
      expect(minutesIn(timeZone, morning)).toBe(8 * 60)
      // No morning in between was left out: every day before it is a weekend, or its morning is over.
      for (let back = 1; back <= 4; back++) {
        const day = new Date(Date.parse(`${dayIn(timeZone, morning)}T00:00:00Z`) - back * 86_400_000).toISOString().slice(0, 10)
        expect(!isWorkday(day) || morningOf(timeZone, day) <= after).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})

test('between the last working morning and now there is no other', () => {
  fc.assert(
    fc.property(zone, instant, (timeZone, before) => {
      const last = lastWorkingMorning(timeZone, before)
      expect(last < before).toBe(true)
      expect(nextWorkingMorning(timeZone, last) >= before).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['the clocks of Paris go forward on a Sunday', 'Europe/Paris', '2026-03-27T07:00:00Z', '2026-03-30T06:00:00Z'],
  ['and back on a Sunday', 'Europe/Paris', '2026-10-23T06:00:00Z', '2026-10-26T07:00:00Z'],
  ['a moment before eight it is the same day', 'Europe/Paris', '2026-11-24T06:59:59.999Z', '2026-11-24T07:00:00Z'],
  ['at eight it is the next', 'Europe/Paris', '2026-11-24T07:00:00Z', '2026-11-25T07:00:00Z'],
  ['a zone with a quarter of an hour', 'Asia/Kathmandu', '2026-11-24T02:15:00Z', '2026-11-25T02:15:00Z'],
  ['half an hour of summer time', 'Australia/Lord_Howe', '2026-04-03T20:00:00Z', '2026-04-05T21:30:00Z'],
  ['the day is another one than in UTC', 'Pacific/Auckland', '2026-11-29T18:59:00Z', '2026-11-29T19:00:00Z'],
])('%s', (_, timeZone, after, expected) => {
  expect(nextWorkingMorning(timeZone, new Date(after)).toISOString()).toBe(new Date(expected).toISOString())
})

const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 })

test('quiet hours and the other hours share the day, also over midnight, and the same time twice is none', () => {
  fc.assert(
    fc.property(zone, instant, minutes, minutes, (timeZone, now, quietFrom, quietTo) => {
      const quiet = isQuiet({ timeZone, quietFrom, quietTo }, now)
      if (quietFrom === quietTo) expect(quiet).toBe(false)
      else expect(isQuiet({ timeZone, quietFrom: quietTo, quietTo: quietFrom }, now)).toBe(!quiet)
    }),
  )
})

test.each([
  ['2026-11-24T18:59:00Z', false],
  ['2026-11-24T19:00:00Z', true],
  ['2026-11-24T23:30:00Z', true],
  ['2026-11-25T06:59:00Z', true],
  ['2026-11-25T07:00:00Z', false],
])('from eight to eight in Paris, at %s: %s', (now, quiet) => {
  expect(isQuiet({ timeZone: 'Europe/Paris', quietFrom: 1200, quietTo: 480 }, new Date(now))).toBe(quiet)
})

test('where quiet hours begin and end on the same day, their end is no part of them', () => {
  const lunch = { timeZone: 'Europe/Paris', quietFrom: 720, quietTo: 780 }
  const at = (clock: string) => isQuiet(lunch, new Date(`2026-11-24T${clock}:00+01:00`))
  expect(['11:59', '12:00', '12:59', '13:00'].map(at)).toEqual([false, true, true, false])
})

test('minutes are those of the clocks there', () => {
  expect(minutesIn('Europe/Paris', new Date('2026-11-24T07:45:59Z'))).toBe(8 * 60 + 45)
  expect(minutesIn('Asia/Kathmandu', new Date('2026-11-24T18:20:00Z'))).toBe(5)
})

test('a morning is not the last one before itself', () => {
  expect(lastWorkingMorning('Europe/Paris', new Date('2026-11-24T07:00:00Z'))).toEqual(new Date('2026-11-23T07:00:00Z'))
  expect(lastWorkingMorning('Europe/Paris', new Date('2026-11-24T07:00:00.001Z'))).toEqual(new Date('2026-11-24T07:00:00Z'))
})
