import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { isolate } from './isolate.ts'
import { textsOf, useLanguage } from './text.tsx'

const useText = textsOf('common')

const ZoneContext = createContext('UTC')

/** Sets the time zone in which all instants below are shown: the viewer's. */
export function TimeZoneProvider({ timeZone, children }: { timeZone: string; children: ReactNode }) {
  return <ZoneContext.Provider value={timeZone}>{children}</ZoneContext.Provider>
}

/** Building an Intl object costs more than using it: one per language, zone and use. */
const cache = new Map<string, unknown>()
function cached<T>(key: string, make: () => T): T {
  if (!cache.has(key)) cache.set(key, make())
  return cache.get(key) as T
}

const DAY_MS = 86_400_000
/** What is closer than this is told in hours, also where midnight lies between. */
const HOURS_OF_A_NIGHT = 6

function calendarOf(timeZone: string, at: Date): { year: number; month: number; day: number } {
  const clock = cached(
    `${timeZone} calendar`,
    () => new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', year: 'numeric', month: 'numeric', day: 'numeric' }),
  )
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  return { year: parts.get('year') ?? 0, month: parts.get('month') ?? 1, day: parts.get('day') ?? 1 }
}

/** The days of a zone's calendar, counted: a day of 23 or 25 hours is one as any other. */
function dayNumber(timeZone: string, at: Date): number {
  const { year, month, day } = calendarOf(timeZone, at)
  return Date.UTC(year, month - 1, day) / DAY_MS
}

const yearOf = (timeZone: string, at: Date) => calendarOf(timeZone, at).year

export type Format = ReturnType<typeof makeFormat>

export function makeFormat(language: 'en' | 'fr', timeZone: string) {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB'
  // French counts the first of a month, and no other day; Intl does not.
  const counted = (text: string) => (language === 'fr' ? text.replace(/(?<![\d:])1(?= \p{L})/u, '1er') : text)
  const dates = (name: string, options: Intl.DateTimeFormatOptions) => {
    const clock = cached(`${locale} ${timeZone} ${name}`, () => new Intl.DateTimeFormat(locale, { timeZone, ...options }))
    return { format: (at: Date) => counted(clock.format(at)) }
  }
  const relative = cached(`${locale} relative`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }))
  return {
    /** 14:05 */
    time: (at: Date) => dates('time', { hour: '2-digit', minute: '2-digit' }).format(at),
    /** 3 November 2026 */
    date: (at: Date) => dates('date', { day: 'numeric', month: 'long', year: 'numeric' }).format(at),
    /** Tue 3 Nov, of a day as `2026-11-03`, whatever the zone. */
    day: (day: string) =>
      counted(
        cached(
          `${locale} weekday`,
          () => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' }),
        ).format(new Date(`${day}T00:00:00Z`)),
      ),
    /** Tuesday 3 November 2026 at 14:05 */
    full: (at: Date) => dates('full', { dateStyle: 'full', timeStyle: 'short' }).format(at),
    /**
     * "5 min ago", "3 hr ago", then by the calendar of the reader's zone: "yesterday" is the day before today, however many hours ago,
     * up to 6 days ago, then the date. Null under a minute.
     */
    ago: (at: Date, now: Date) => {
      const seconds = Math.floor((now.getTime() - at.getTime()) / 1000)
      if (seconds < 60) return null
      if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute')
      const days = dayNumber(timeZone, now) - dayNumber(timeZone, at)
      // Somebody who is awake past midnight calls the evening before "3 hours ago".
      if (days === 0 || seconds < HOURS_OF_A_NIGHT * 3600) return relative.format(-Math.floor(seconds / 3600), 'hour')
      if (days < 7) return relative.format(-days, 'day')
      const sameYear = yearOf(timeZone, at) === yearOf(timeZone, now)
      return dates(sameYear ? 'day' : 'dayYear', { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }).format(at)
    },
    /** "25 min", "1 h 05 min"; under a minute, "1 min". */
    duration: (ms: number) => {
      const minutes = Math.max(1, Math.round(ms / 60_000))
      if (minutes < 60) return `${minutes} min`
      const rest = minutes % 60
      return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${String(rest).padStart(2, '0')} min`
    },
    /** "820 kB", "12 MB", "1.4 GB" */
    bytes: (bytes: number) => {
      const [unit, size] =
        bytes < 1e6
          ? (['kilobyte', bytes / 1e3] as const)
          : bytes < 1e9
            ? (['megabyte', bytes / 1e6] as const)
            : (['gigabyte', bytes / 1e9] as const)
      return cached(
        `${locale} ${unit}`,
        () =>
          new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: unit === 'gigabyte' ? 1 : 0 }),
      ).format(size)
    },
    number: (value: number) => cached(`${locale} number`, () => new Intl.NumberFormat(locale)).format(value),
    /** "Ana, Ben and Chloé" */
    list: (items: string[]) =>
      cached(`${locale} list`, () => new Intl.ListFormat(locale, { type: 'conjunction' })).format(items.map(isolate)),
  }
}

/** The reader's time zone, as IANA names it. */
export const useTimeZone = (): string => useContext(ZoneContext)

/** Dates, durations and lists in the reader's language and zone. */
export function useFormat(): Format {
  const language = useLanguage()
  const timeZone = useTimeZone()
  return useMemo(() => makeFormat(language, timeZone), [language, timeZone])
}

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** An instant that moves on each half minute, by one timer for the whole page. Null until the page is alive, so that server and browser say the same. */
export function useNow(): Date | null {
  const [now, setNow] = useState<Date | null>(null)
  useEffect(() => {
    const tick = () => setNow(new Date())
    tick()
    listeners.add(tick)
    timer ??= setInterval(() => {
      for (const listener of listeners) listener()
    }, 30_000)
    return () => {
      listeners.delete(tick)
      if (listeners.size === 0) {
        clearInterval(timer)
        timer = undefined
      }
    }
  }, [])
  return now
}

/** How long ago something was, with the exact instant as its title. */
export function Ago({ at, className }: { at: Date; className?: string }) {
  const format = useFormat()
  const { common } = useText()
  const now = useNow()
  return (
    <time dateTime={at.toISOString()} title={format.full(at)} className={className}>
      {now ? (format.ago(at, now) ?? common.now) : format.date(at)}
    </time>
  )
}
