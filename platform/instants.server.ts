import { z } from 'zod'

/** Nothing of ours is older, or due later. Beyond, a calendar is another in each program: PostgreSQL knows no year 0, ISO 8601 does. */
const EARLIEST_MS = Date.UTC(1900, 0, 1)
const LATEST_MS = Date.UTC(9999, 0, 1)

const isKept = (text: string) => {
  const ms = Date.parse(text)
  return ms >= EARLIEST_MS && ms < LATEST_MS
}

/** A day from outside, as `2026-11-24`, that the database can keep. `code`: of what is none. */
export const daySchema = (code: string) => z.iso.date(code).refine(isKept, code)

/** An instant from outside, as `2026-11-24T08:00:00.000Z`, that the database can keep. `code`: of what is none. */
export const instantSchema = (code: string) => z.iso.datetime(code).refine(isKept, code)
