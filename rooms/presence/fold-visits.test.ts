import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ConnectionFacts, foldVisits, sumVisits, VISIT_GAP_MS } from './fold-visits.server.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 9) + seconds * 1000)
const connection = (memberId: string, from: number, to: number | null): ConnectionFacts => ({
  memberId,
  joinedAt: at(from),
  leftAt: to === null ? null : at(to),
})

const connections = fc.array(
  fc.record({
    memberId: fc.constantFrom('ana', 'ben', 'chloe'),
    joinedAt: fc.option(fc.integer({ min: 0, max: 1_000 }).map(at), { freq: 10 }),
    leftAt: fc.option(fc.integer({ min: 0, max: 1_000 }).map(at)),
  }),
  { maxLength: 12 },
)

test('a reconnect within a minute is the same visit, a later one is another', () => {
  expect(foldVisits([connection('ana', 0, 100), connection('ana', 160, 200)])).toEqual([
    { memberId: 'ana', joinedAt: at(0), leftAt: at(200) },
  ])
  expect(foldVisits([connection('ana', 0, 100), connection('ana', 161, null)])).toEqual([
    { memberId: 'ana', joinedAt: at(0), leftAt: at(100) },
    { memberId: 'ana', joinedAt: at(161), leftAt: null },
  ])
})

test('two tabs are one visit, until the last of them is closed', () => {
  expect(foldVisits([connection('ana', 0, null), connection('ana', 10, 20)])).toEqual([{ memberId: 'ana', joinedAt: at(0), leftAt: null }])
  expect(foldVisits([connection('ana', 10, 20), connection('ana', 0, 90)])).toEqual([{ memberId: 'ana', joinedAt: at(0), leftAt: at(90) }])
})

test('a connection of which only the end is known is no visit, and one that ends before it began has no length', () => {
  expect(foldVisits([{ memberId: 'ana', joinedAt: null, leftAt: at(5) }])).toEqual([])
  expect(foldVisits([connection('ana', 7, 6)])).toEqual([{ memberId: 'ana', joinedAt: at(7), leftAt: at(7) }])
})

test('visits come in the order of arrival; who came in the same instant, by their ids', () => {
  const [ana, ben, chloe] = ['ana', 'ben', 'chloe'].map((memberId) => connection(memberId, 10, 20)) as [
    ConnectionFacts,
    ConnectionFacts,
    ConnectionFacts,
  ]
  const early = connection('dan', 5, 20)
  for (const facts of [
    [ana, ben, chloe, early],
    [chloe, ben, ana, early],
    [ben, early, chloe, ana],
  ])
    expect(foldVisits(facts).map(({ memberId }) => memberId)).toEqual(['dan', 'ana', 'ben', 'chloe'])
})

test('who leaves in the instant in which another comes was not together with them, whichever is told first', () => {
  const visits = foldVisits([connection('ana', 0, 100), connection('ben', 100, 120)])
  for (const told of [visits, visits.toReversed()]) expect(sumVisits(told)).toMatchObject({ peakCount: 1, personCount: 2 })
})

test('the order of connections does not matter, and each may be told twice', () => {
  fc.assert(
    fc.property(connections, fc.infiniteStream(fc.nat()), (facts, randoms) => {
      const keyed = [...facts, ...facts].map((fact) => ({ fact, key: randoms.next().value ?? 0 }))
      const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ fact }) => fact)
      expect(foldVisits(shuffled)).toEqual(foldVisits(facts))
    }),
  )
})

test('visits of one person lie more than a minute apart, and cover every moment of their connections', () => {
  fc.assert(
    fc.property(connections, (facts) => {
      const visits = foldVisits(facts)
      const end = (leftAt: Date | null) => leftAt?.getTime() ?? Number.POSITIVE_INFINITY
      for (const memberId of ['ana', 'ben', 'chloe']) {
        const own = visits.filter((visit) => visit.memberId === memberId)
        own.slice(1).forEach((visit, index) => {
          expect(visit.joinedAt.getTime() - end(own[index]?.leftAt ?? null)).toBeGreaterThan(VISIT_GAP_MS)
        })
      }
      for (const { memberId, joinedAt, leftAt } of facts) {
        if (!joinedAt) continue
        const around = visits.filter(
          (visit) =>
            visit.memberId === memberId && visit.joinedAt <= joinedAt && end(visit.leftAt) >= Math.max(end(leftAt), joinedAt.getTime()),
        )
        expect(around).toHaveLength(1)
      }
    }),
  )
})

test('the sums: who, how many together, since when nobody', () => {
  const visits = foldVisits([connection('ana', 0, 100), connection('ben', 50, 120), connection('chloe', 120, 130)])
  expect(sumVisits(visits)).toEqual({
    firstJoinedAt: at(0),
    lastLeftAt: at(130),
    someoneIn: false,
    personCount: 3,
    peakCount: 2,
  })
  expect(sumVisits(foldVisits([connection('ana', 0, null)]))).toMatchObject({ lastLeftAt: null, someoneIn: true, peakCount: 1 })
  expect(sumVisits([])).toEqual({ firstJoinedAt: null, lastLeftAt: null, someoneIn: false, personCount: 0, peakCount: 0 })
})

test('the most people together is what counting at every arrival finds', () => {
  fc.assert(
    fc.property(connections, (facts) => {
      const visits = foldVisits(facts)
      const inAt = (instant: Date) =>
        visits.filter(({ joinedAt, leftAt }) => joinedAt <= instant && (!leftAt || leftAt > instant || +joinedAt === +instant)).length
      expect(sumVisits(visits).peakCount).toBe(Math.max(0, ...visits.map(({ joinedAt }) => inAt(joinedAt))))
    }),
  )
})
