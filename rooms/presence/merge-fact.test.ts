import { expect, test } from 'vitest'
import { type KnownConnection, mergeFact, type PresenceFact } from './merge-fact.server.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 9) + seconds * 1000)
const whose = { sid: 'PA_1', memberId: 'ana' }
const known = (joinedAt: Date | null, leftAt: Date | null, leftInferred = false): KnownConnection => ({
  ...whose,
  joinedAt,
  leftAt,
  leftInferred,
})
const joined = (seconds: number): PresenceFact => ({ ...whose, kind: 'joined', joinedAt: at(seconds) })
const left = (seconds: number, joinedAt: Date | null = null): PresenceFact => ({ ...whose, kind: 'left', joinedAt, leftAt: at(seconds) })
const seen = (joinedSeconds: number): PresenceFact => ({ ...whose, kind: 'seen', joinedAt: at(joinedSeconds) })
const missed = (seconds: number): PresenceFact => ({ ...whose, kind: 'missed', missedAt: at(seconds) })

test.each<[string, KnownConnection | null, PresenceFact, KnownConnection]>([
  ['of nobody it is the first that is known', null, joined(1), known(at(1), null)],
  ['of two joins the earlier one counts', known(at(2), null), joined(1), known(at(1), null)],
  ['also where it was told first', known(at(1), null), joined(2), known(at(1), null)],
  ['a late join brings back nobody who left', known(null, at(9)), joined(1), known(at(1), at(9))],
  ['nor who was missed', known(at(1), at(9), true), joined(1), known(at(1), at(9), true)],
  ['a leave may be all that is known', null, left(9), known(null, at(9))],
  ['it may tell of the join too', null, left(9, at(1)), known(at(1), at(9))],
  ['and make it an earlier one', known(at(2), null), left(9, at(1)), known(at(1), at(9))],
  ['but not forget it', known(at(2), null), left(9), known(at(2), at(9))],
  ['of two leaves the earlier one counts', known(at(1), at(9)), left(8), known(at(1), at(8))],
  ['also where it was told first', known(at(1), at(8)), left(9), known(at(1), at(8))],
  ['a leave that was told beats an earlier one that was inferred', known(at(1), at(5), true), left(9), known(at(1), at(9))],
  ['and a later one', known(at(1), at(9), true), left(5), known(at(1), at(5))],
  ['who is seen is in', null, seen(1), known(at(1), null)],
  ['who is seen again was not gone', known(at(1), at(9), true), seen(1), known(at(1), null)],
  ['who was told to have left stays out, though the list still has them', known(at(1), at(9)), seen(1), known(at(1), at(9))],
  ['the list may know of an earlier join', known(at(2), null), seen(1), known(at(1), null)],
  ['who is missed has left, as far as one can tell', known(at(1), null), missed(9), known(at(1), at(9), true)],
  ['who was missed already left then', known(at(1), at(8), true), missed(9), known(at(1), at(8), true)],
  ['and who was told to have left did so then', known(at(1), at(8)), missed(9), known(at(1), at(8))],
])('%s', (_, before, fact, after) => {
  expect(mergeFact(before, fact)).toEqual(after)
})
