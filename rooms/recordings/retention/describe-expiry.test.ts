import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RECORDING_WARNED_BEFORE_MS } from '#communities/inbox/contract.ts'
import { DELETED_KEPT_MS, expiryOf, goesSoon } from './describe-expiry.server.ts'

const DAY_MS = 86_400_000
const END = new Date('2026-11-24T10:00:00Z')
const onDay = (days: number) => new Date(END.getTime() + days * DAY_MS)
const recording = { endedAt: END, kept: false, expiryToldAt: null }
const rules = (keepRecordingsDays: number | null, workspaceKeepsDays: number | null = null) => ({ keepRecordingsDays, workspaceKeepsDays })

test('the times that people are promised: a week’s notice, and thirty days in which a deletion can be taken back', () => {
  expect(RECORDING_WARNED_BEFORE_MS).toBe(7 * DAY_MS)
  expect(DELETED_KEPT_MS).toBe(30 * DAY_MS)
})

test('a recording goes after the days of its community, else of the workspace, else never', () => {
  expect(expiryOf(recording, rules(30, 90), onDay(1))).toEqual(onDay(30))
  expect(expiryOf(recording, rules(null, 90), onDay(1))).toEqual(onDay(90))
  expect(expiryOf(recording, rules(null), onDay(1))).toBeNull()
  // Nothing is a number of days too.
  expect(expiryOf(recording, rules(0, 90), onDay(1))).toEqual(onDay(8))
})

test('one that is kept, or still runs, does not go', () => {
  expect(expiryOf({ ...recording, kept: true }, rules(30), onDay(100))).toBeNull()
  expect(expiryOf({ ...recording, endedAt: null }, rules(30), onDay(100))).toBeNull()
})

test('nobody loses one without having been told a week before', () => {
  // A rule that became stricter: the time is over, and nobody was told yet.
  expect(expiryOf(recording, rules(30), onDay(100))).toEqual(onDay(107))
  expect(expiryOf({ ...recording, expiryToldAt: onDay(98) }, rules(30), onDay(100))).toEqual(onDay(105))
  expect(expiryOf({ ...recording, expiryToldAt: onDay(20) }, rules(30), onDay(100))).toEqual(onDay(30))
})

test('it is time to tell a week before, and not a moment sooner', () => {
  expect(goesSoon(recording, rules(30), new Date(onDay(23).getTime() - 1))).toBe(false)
  expect(goesSoon(recording, rules(30), onDay(23))).toBe(true)
  expect(goesSoon(recording, rules(null), onDay(1000))).toBe(false)
  expect(goesSoon({ ...recording, kept: true }, rules(1), onDay(1000))).toBe(false)
})

const day = fc.integer({ min: 0, max: 400 })
test('whatever the rule and whenever it was told, a week lies between the telling and the end, and the days are never fewer', () => {
  fc.assert(
    fc.property(day, day, fc.option(day), (keepDays, now, told) => {
      const expiryToldAt = told === null ? null : onDay(Math.min(told, now))
      const expiresAt = expiryOf({ ...recording, expiryToldAt }, rules(keepDays), onDay(now))
      expect(expiresAt?.getTime()).toBeGreaterThanOrEqual((expiryToldAt ?? onDay(now)).getTime() + RECORDING_WARNED_BEFORE_MS)
      expect(expiresAt?.getTime()).toBeGreaterThanOrEqual(onDay(keepDays).getTime())
      expect(goesSoon({ ...recording, expiryToldAt }, rules(keepDays), onDay(now))).toBe(
        expiresAt !== null && expiresAt.getTime() - onDay(now).getTime() <= RECORDING_WARNED_BEFORE_MS,
      )
    }),
  )
})
