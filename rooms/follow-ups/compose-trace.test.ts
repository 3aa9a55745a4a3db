import fc from 'fast-check'
import { expect, test } from 'vitest'
import { traceSchema } from '#rooms/follow-ups/contract.ts'
import { composeTrace, type TraceFacts } from './compose-trace.server.ts'

const people = ['ana', 'ben', 'chloe', 'dan', 'emma'].map((id) => ({ id, name: id.toUpperCase() }))
const person = fc.constantFrom(...people)
const MINUTE = 60_000
const START = Date.UTC(2026, 10, 24, 9)
const minute = fc.integer({ min: -5, max: 95 }).map((count) => new Date(START + count * MINUTE))
const END = START + 90 * MINUTE
const base = { openedAt: new Date(START), endedAt: new Date(END) }

const visit = fc.record({ person, joinedAt: minute, leftAt: fc.option(minute) })
const item = fc.record({
  itemId: fc.uuid(),
  title: fc.string({ minLength: 1 }),
  owner: fc.option(person),
  createdBy: fc.option(person),
  minutes: fc.option(fc.integer({ min: 1, max: 60 })),
  threadId: fc.constant(null),
  reached: fc.boolean(),
  spans: fc.array(fc.tuple(minute, minute).map(([a, b]) => (a <= b ? { startedAt: a, endedAt: b } : { startedAt: b, endedAt: a }))),
})
const line = fc.record({
  lineId: fc.uuid(),
  by: fc.option(person),
  html: fc.oneof(
    fc.constantFrom(
      '<p>Look: <a href="https://palier.test/a?b=1&amp;c=2" rel="x">here</a></p>',
      '<p><a href="mailto:ana@demo.palier">Ana</a></p>',
      '<p>Hello</p>',
    ),
    fc.webUrl().map((url) => `<p><a href="${url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">it</a></p>`),
  ),
  reactions: fc.uniqueArray(fc.record({ emoji: fc.constantFrom('👍', '🎉', '❤️'), count: fc.integer({ min: 1, max: 9 }) }), {
    selector: ({ emoji }) => emoji,
  }),
})
const facts = fc.record({
  visits: fc.array(visit, { maxLength: 30 }),
  absent: fc.array(person),
  agenda: fc.array(item),
  chat: fc.array(line),
  recordings: fc.array(fc.record({ recordingId: fc.uuid() })),
})
const compose = (some: Omit<TraceFacts, 'openedAt' | 'endedAt'>) => composeTrace({ ...base, ...some })

test('from any sequence of visits: everybody once, by when they came, and never longer than the session', () => {
  fc.assert(
    fc.property(facts, (some) => {
      const trace = traceSchema.parse(compose(some))
      expect(trace.people.map(({ id }) => id).sort()).toEqual([...new Set(some.visits.map((one) => one.person.id))].sort())
      const first = (id: string) => Math.min(...some.visits.flatMap((one) => (one.person.id === id ? one.joinedAt.getTime() : [])))
      // LiveKit's clock may tell of somebody before the session's first moment, or after its last.
      const firsts = trace.people.map(({ id }) => Math.min(Math.max(first(id), START), END))
      expect(firsts).toEqual([...firsts].sort((a, b) => a - b))
      for (const { id, presentMs } of trace.people) {
        expect(presentMs).toBeLessThanOrEqual(90 * MINUTE)
        // Counted minute by minute.
        const minutes = Array.from({ length: 90 }, (_, at) => START + at * MINUTE)
        const inThen = (at: number) =>
          some.visits.some((one) => one.person.id === id && one.joinedAt.getTime() <= at && at < (one.leftAt?.getTime() ?? END))
        expect(presentMs).toBe(minutes.filter(inThen).length * MINUTE)
      }
    }),
  )
})

test('the order in which visits are told changes nothing', () => {
  fc.assert(
    fc.property(facts, fc.infiniteStream(fc.nat()), (some, numbers) => {
      const shuffled = some.visits
        .map((one) => ({ one, at: numbers.next().value as number }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one)
      expect(compose({ ...some, visits: shuffled })).toEqual(compose(some))
    }),
  )
})

test('who was missed was not there, had a reason to be named, and is named once', () => {
  fc.assert(
    fc.property(facts, (some) => {
      const { people: present, missed } = compose(some)
      const there = new Set(present.map(({ id }) => id))
      const onAgenda = new Set(some.agenda.flatMap(({ owner, createdBy }) => [owner?.id, createdBy?.id]))
      const saidSo = new Set(some.absent.map(({ id }) => id))
      const expected = people.filter(({ id }) => !there.has(id) && (onAgenda.has(id) || saidSo.has(id)))
      expect(missed.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort())
      for (const one of missed) expect(one).toMatchObject({ saidSo: saidSo.has(one.id), onAgenda: onAgenda.has(one.id) })
    }),
  )
})

test('the agenda keeps its lines and their order, with spans within the session', () => {
  fc.assert(
    fc.property(facts, (some) => {
      const { agenda, openedAt, endedAt } = compose(some)
      expect(agenda.map(({ itemId }) => itemId)).toEqual(some.agenda.map(({ itemId }) => itemId))
      for (const { startedAt, endedAt: until } of agenda.flatMap(({ spans }) => spans)) {
        expect(openedAt <= startedAt && startedAt <= until && until <= endedAt).toBe(true)
      }
    }),
  )
})

test('links once each, in the order of the chat, as they were written; the most reacted lines first', () => {
  fc.assert(
    fc.property(facts, (some) => {
      const { links, loved } = compose(some)
      expect(new Set(links.map(({ url }) => url)).size).toBe(links.length)
      for (const { url } of links) expect(url).toMatch(/^https?:/)
      const sums = loved.map(({ reactions }) => reactions.reduce((sum, { count }) => sum + count, 0))
      expect(sums).toEqual([...sums].sort((a, b) => b - a))
      const all = some.chat.map(({ reactions }) => reactions.reduce((sum, { count }) => sum + count, 0)).filter((sum) => sum > 0)
      expect(sums).toEqual(all.sort((a, b) => b - a).slice(0, 5))
    }),
  )
  expect(
    compose({
      visits: [],
      absent: [],
      agenda: [],
      recordings: [],
      chat: [{ lineId: 'x', by: null, html: '<p><a href="https://palier.test/a?b=1&amp;c=2">x</a></p>', reactions: [] }],
    }).links,
  ).toEqual([{ url: 'https://palier.test/a?b=1&c=2', lineId: 'x', by: null }])
})
