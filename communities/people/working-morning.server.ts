/** When a working day begins for everybody: eight o'clock where they are. */
const MORNING_MINUTES = 8 * 60
const DAY_MS = 24 * 60 * 60_000

const clocks = new Map<string, Intl.DateTimeFormat>()

/** What a clock on the wall of this zone shows, as if it were UTC: only good for reading days and hours off. */
function wallTime(timeZone: string, at: Date): Date {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    clocks.set(timeZone, clock)
  }
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return new Date(Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')))
}

/** The day in this zone, as `2026-11-24`. */
export function dayIn(timeZone: string, at: Date): string {
  return wallTime(timeZone, at).toISOString().slice(0, 10)
}

/** Minutes since midnight on the clocks of this zone. */
export function minutesIn(timeZone: string, at: Date): number {
  const wall = wallTime(timeZone, at)
  return wall.getUTCHours() * 60 + wall.getUTCMinutes()
}

/** The instant of 08:00 on that day (as `2026-11-24`) in this zone, also where clocks changed in the night before. */
export function morningOf(timeZone: string, day: string): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`) + MORNING_MINUTES * 60_000
  // An offset is asked for at an instant, which is not known yet: the first guess is a day off at most, the second is right.
  let instant = wanted
  for (let guess = 0; guess < 2; guess++) instant += wanted - wallTime(timeZone, new Date(instant)).getTime()
  return new Date(instant)
}

/** The first 08:00 of a Monday to Friday in this zone that comes after an instant. */
export function nextWorkingMorning(timeZone: string, after: Date): Date {
  const today = Date.parse(`${dayIn(timeZone, after)}T00:00:00Z`)
  for (let ahead = 0; ; ahead++) {
    const day = new Date(today + ahead * DAY_MS)
    if (day.getUTCDay() === 0 || day.getUTCDay() === 6) continue
    const morning = morningOf(timeZone, day.toISOString().slice(0, 10))
    if (morning > after) return morning
  }
}

/** The last 08:00 of a Monday to Friday in this zone that came before an instant. */
export function lastWorkingMorning(timeZone: string, before: Date): Date {
  // Four days back there is a morning that came before, whatever day it is; the ones after it are looked at in turn.
  let found = nextWorkingMorning(timeZone, new Date(before.getTime() - 5 * DAY_MS))
  for (let next = found; next < before; next = nextWorkingMorning(timeZone, next)) found = next
  return found
}
