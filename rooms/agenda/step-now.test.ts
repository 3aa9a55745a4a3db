import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endSpans, type Span, stepNow } from './step-now.server.ts'

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 9) + second * 1000)

/** Does to spans what a step says. */
function apply(spans: readonly Span[], itemId: string | null, now: Date): Span[] {
  const last = spans.at(-1) ?? null
  const step = stepNow(last, itemId, now)
  const kept = step.drops ? spans.slice(0, -1) : spans.map((span) => (span === last && step.closes ? { ...span, endedAt: step.at } : span))
  return itemId && step.opens ? [...kept, { itemId, startedAt: step.at, endedAt: null }] : kept
}

const lines = ['chairs', 'tables', 'lamps']
/** Somebody makes a line, or none, "now"; clocks of several processes go back and forth. */
const eventsArbitrary = fc.array(fc.record({ itemId: fc.constantFrom(...lines, null), second: fc.integer({ min: 0, max: 60 }) }), {
  maxLength: 30,
})
const after = (events: readonly { itemId: string | null; second: number }[]) =>
  events.reduce<Span[]>((spans, { itemId, second }) => apply(spans, itemId, at(second)), [])

test('whatever the order of events, and whatever the clocks say: spans follow one another, and only the last one is open', () => {
  fc.assert(
    fc.property(eventsArbitrary, (events) => {
      const spans = after(events)
      for (const [index, span] of spans.entries()) {
        const next = spans[index + 1]
        if (next) {
          expect(span.endedAt).not.toBeNull()
          expect(span.endedAt && span.endedAt > span.startedAt).toBe(true)
          expect(span.endedAt && span.endedAt <= next.startedAt).toBe(true)
        }
      }
      const open = spans.find(({ endedAt }) => endedAt === null)
      expect(open?.itemId ?? null).toBe(events.at(-1)?.itemId ?? null)
    }),
  )
})

test('the same line again changes nothing', () => {
  fc.assert(
    fc.property(eventsArbitrary, fc.integer({ min: 0, max: 60 }), (events, second) => {
      const spans = after(events)
      expect(apply(spans, events.at(-1)?.itemId ?? null, at(second))).toEqual(spans)
    }),
  )
})

test('after the end of the session nothing is open, nothing goes on, and no time within it is lost', () => {
  fc.assert(
    fc.property(eventsArbitrary, fc.integer({ min: 0, max: 90 }), (events, second) => {
      const spans = after(events)
      const ended = endSpans(spans, at(second))
      const within = (span: Span) =>
        Math.max(0, Math.min(span.endedAt?.getTime() ?? Infinity, at(second).getTime()) - span.startedAt.getTime())
      const total = (all: readonly Span[]) => all.reduce((sum, span) => sum + within(span), 0)
      expect(ended.every((span) => span.endedAt > span.startedAt && span.endedAt <= at(second))).toBe(true)
      expect(total(ended)).toBe(total(spans))
    }),
  )
})
