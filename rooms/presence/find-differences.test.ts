import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findDifferences } from './find-differences.server.ts'
import { foldVisits } from './fold-visits.server.ts'
import { type KnownConnection, mergeFact, type PresenceFact } from './merge-fact.server.ts'

const SWEEP_MS = 5_000
const START_MS = Date.UTC(2026, 10, 24, 9)

interface Stay {
  sid: string
  memberId: string
  joinedAtMs: number
  leftAtMs: number
}

/** What really happens: people come and go, each stay longer than a sweep, no pause near the minute that divides visits. */
const stays: fc.Arbitrary<Stay[]> = fc
  .array(
    fc.record({
      memberId: fc.constantFrom('ana', 'ben', 'chloe'),
      pauseMs: fc.oneof(fc.integer({ min: 10, max: 50_000 }), fc.integer({ min: 70_000, max: 200_000 })),
      stayMs: fc.integer({ min: SWEEP_MS + 1_000, max: 120_000 }),
    }),
    { maxLength: 8 },
  )
  .map((steps) => {
    const free = new Map<string, number>()
    return steps.map(({ memberId, pauseMs, stayMs }, index) => {
      const joinedAtMs = (free.get(memberId) ?? START_MS) + pauseMs
      free.set(memberId, joinedAtMs + stayMs)
      return { sid: `PA_${index}`, memberId, joinedAtMs, leftAtMs: joinedAtMs + stayMs }
    })
  })

/** As LiveKit tells it: joining to the millisecond, leaving to the second (read as its end). */
function webhooksOf({ sid, memberId, joinedAtMs, leftAtMs }: Stay): { atMs: number; fact: PresenceFact }[] {
  const joinedAt = new Date(joinedAtMs)
  const leftAt = new Date(Math.floor(leftAtMs / 1000) * 1000 + 999)
  return [
    { atMs: joinedAtMs, fact: { kind: 'joined', sid, memberId, joinedAt } },
    { atMs: leftAtMs, fact: { kind: 'left', sid, memberId, joinedAt, leftAt } },
  ]
}

function take(connections: Map<string, KnownConnection>, facts: PresenceFact[]) {
  for (const fact of facts) connections.set(fact.sid, mergeFact(connections.get(fact.sid) ?? null, fact))
}

const byKey = (random: () => number) => (facts: PresenceFact[]) =>
  facts
    .map((fact) => ({ fact, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ fact }) => fact)

test('webhooks in any order, and any of them twice, come to the same', () => {
  fc.assert(
    fc.property(stays, fc.infiniteStream(fc.nat()), (truth, randoms) => {
      const facts = truth.flatMap((stay) => webhooksOf(stay).map(({ fact }) => fact))
      const inOrder = new Map<string, KnownConnection>()
      take(inOrder, facts)
      const shuffled = new Map<string, KnownConnection>()
      take(shuffled, byKey(() => randoms.next().value ?? 0)([...facts, ...facts]))
      expect([...shuffled.values()].sort((a, b) => (a.sid < b.sid ? -1 : 1))).toEqual(
        [...inOrder.values()].sort((a, b) => (a.sid < b.sid ? -1 : 1)),
      )
    }),
  )
})

test('whichever webhooks are lost or late, sweeps come to the same visits, their ends within a sweep', () => {
  fc.assert(
    fc.property(stays, fc.infiniteStream(fc.constantFrom('told', 'lost', 'late')), (truth, fates) => {
      const endMs = Math.max(START_MS, ...truth.map(({ leftAtMs }) => leftAtMs)) + 2 * SWEEP_MS
      const told = truth.flatMap(webhooksOf).flatMap(({ atMs, fact }) => {
        const fate = fates.next().value
        return fate === 'lost' ? [] : [{ atMs: fate === 'late' ? atMs + 2.5 * SWEEP_MS : atMs, fact }]
      })
      const known = new Map<string, KnownConnection>()
      for (let sweptMs = START_MS; sweptMs <= endMs + 3 * SWEEP_MS; sweptMs += SWEEP_MS) {
        take(
          known,
          told.filter(({ atMs }) => atMs > sweptMs - SWEEP_MS && atMs <= sweptMs).map(({ fact }) => fact),
        )
        const listed = truth
          .filter(({ joinedAtMs, leftAtMs }) => joinedAtMs <= sweptMs && leftAtMs > sweptMs)
          .map(({ sid, memberId, joinedAtMs }) => ({ sid, memberId, joinedAt: new Date(joinedAtMs), active: true, mayPublish: true }))
        take(known, findDifferences([...known.values()], listed, new Date(sweptMs)))
      }
      const found = foldVisits([...known.values()])
      const wanted = foldVisits(
        truth.map(({ memberId, joinedAtMs, leftAtMs }) => ({ memberId, joinedAt: new Date(joinedAtMs), leftAt: new Date(leftAtMs) })),
      )
      expect(found.map(({ memberId, joinedAt }) => ({ memberId, joinedAt }))).toEqual(
        wanted.map(({ memberId, joinedAt }) => ({ memberId, joinedAt })),
      )
      found.forEach(({ leftAt }, index) => {
        const offMs = (leftAt?.getTime() ?? Number.NaN) - (wanted[index]?.leftAt?.getTime() ?? Number.NaN)
        expect(offMs).toBeGreaterThanOrEqual(0)
        expect(offMs).toBeLessThanOrEqual(SWEEP_MS)
      })
    }),
    { numRuns: 300 },
  )
})

test('who is still connecting has neither come nor gone', () => {
  const ana = { sid: 'PA_1', memberId: 'ana', leftAt: null, leftInferred: false }
  const listed = { sid: 'PA_1', memberId: 'ana', joinedAt: new Date(), active: false, mayPublish: true }
  expect(findDifferences([], [listed], new Date())).toEqual([])
  expect(findDifferences([ana], [listed], new Date())).toEqual([])
})

test('a leave that was only inferred falls when the connection is seen again, and one that was told does not', () => {
  const now = new Date()
  const listed = { sid: 'PA_1', memberId: 'ana', joinedAt: now, active: true, mayPublish: true }
  const inferred = { sid: 'PA_1', memberId: 'ana', leftAt: now, leftInferred: true }
  expect(findDifferences([inferred], [listed], now)).toEqual([{ kind: 'seen', sid: 'PA_1', memberId: 'ana', joinedAt: now }])
  expect(findDifferences([{ ...inferred, leftInferred: false }], [listed], now)).toEqual([])
})
