import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EgressReport } from '#rooms/livekit/read-egress.server.ts'
import { isOver, type KnownRun, mergeReport } from './merge-report.server.ts'

const nothing: KnownRun = {
  egressId: null,
  status: 'asked',
  saidAt: null,
  startedAt: null,
  endedAt: null,
  durationMs: 0,
  bytes: 0n,
  error: null,
}
const instant = fc.option(
  fc.integer({ min: 1, max: 50 }).map((second) => new Date(Date.UTC(2026, 10, 24, 10, 0, second))),
  { nil: null },
)
const end = fc.constantFrom('complete', 'failed', 'aborted', 'limitReached')
const report = (status: fc.Arbitrary<EgressReport['status']>): fc.Arbitrary<EgressReport> =>
  fc.record({
    egressId: fc.constant('EG_1'),
    sessionId: fc.constant('session'),
    path: fc.constant(null),
    status,
    saidAt: instant,
    startedAt: instant,
    endedAt: instant,
    durationMs: fc.integer({ min: 0, max: 9 }),
    bytes: fc.integer({ min: 0, max: 9 }),
    error: fc.option(fc.constantFrom('disk', 'pipeline'), { nil: null }),
  })
const going = report(fc.constantFrom('starting', 'active', 'ending'))
const fold = (reports: readonly EgressReport[], from = nothing) => reports.reduce(mergeReport, from)

test('reports out of order, or told twice, come to the same', () => {
  const told = fc.tuple(fc.array(going, { maxLength: 5 }), report(end)).map(([before, last]) => [...before, last])
  const shuffled = told.chain((reports) =>
    fc.tuple(
      fc.constant(reports),
      fc
        .shuffledSubarray(reports, { minLength: reports.length })
        .chain((order) => fc.array(fc.constantFrom(...reports), { maxLength: 4 }).map((again) => [...order, ...again])),
    ),
  )
  fc.assert(fc.property(shuffled, ([reports, order]) => void expect(fold(order)).toEqual(fold(reports))))
})

test('whatever else is lost, the one that tells the end is enough, and nothing goes back behind it', () => {
  const some = fc.tuple(fc.array(going, { maxLength: 5 }), report(end), fc.array(going, { maxLength: 5 }))
  fc.assert(
    fc.property(some, ([before, last, late]) => {
      const { status } = fold([...before, last, ...late])
      expect(status).toBe(last.status)
      expect(isOver(status)).toBe(true)
    }),
  )
})

test('a run that was given up and says its end after all has that end; one that only says that it goes on stays given up', () => {
  const silent: KnownRun = { ...nothing, status: 'silent' }
  fc.assert(
    fc.property(going, report(end), (goesOn, ends) => {
      expect(mergeReport(silent, goesOn).status).toBe('silent')
      expect(mergeReport(silent, ends).status).toBe(ends.status)
    }),
  )
})
