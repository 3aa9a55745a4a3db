import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Agenda, AgendaItem } from '#rooms/agenda/contract.ts'
import { type AgendaIntent, discussedMs, nowOf, withIntent } from './agenda-intents.ts'

const line = (id: string): AgendaItem => ({
  id,
  clientId: `client-${id}`,
  title: id,
  owner: null,
  minutes: null,
  done: false,
  threadId: null,
  spans: [],
  remarks: [],
})
const agendaOf = (...ids: string[]): Agenda => ({ roomId: 'room', rev: 1, session: null, items: ids.map(line), absent: [] })
const me = { id: 'ana', name: 'Ana', photoKey: null }

const idArbitrary = fc.constantFrom('a', 'b', 'c', 'gone')
const intentArbitrary: fc.Arbitrary<AgendaIntent> = fc.oneof(
  fc.record({
    intent: fc.constant('add' as const),
    clientId: idArbitrary,
    title: fc.string(),
    owner: fc.constant(null),
    minutes: fc.constant(5),
  }),
  fc.record({ intent: fc.constant('done' as const), itemId: idArbitrary, done: fc.boolean() }),
  fc.record({ intent: fc.constant('order' as const), itemIds: fc.shuffledSubarray(['a', 'b', 'c', 'gone']) }),
  fc.record({ intent: fc.constant('remove' as const), itemId: idArbitrary }),
  fc.record({ intent: fc.constant('absence' as const), absent: fc.boolean(), me: fc.constant(me) }),
)

test('what is shown before the server has agreed is the same when it is shown twice', () => {
  fc.assert(
    fc.property(fc.array(intentArbitrary, { maxLength: 8 }), intentArbitrary, (before, intent) => {
      const agenda = before.reduce(withIntent, agendaOf('a', 'b', 'c'))
      const once = withIntent(agenda, intent)
      expect(withIntent(once, intent)).toEqual(once)
    }),
  )
})

test('an order loses no line, and lines that it does not name follow as they were', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd', 'gone']), (itemIds) => {
      const { items } = withIntent(agendaOf('a', 'b', 'c', 'd'), { intent: 'order', itemIds })
      const named = itemIds.filter((id) => id !== 'gone')
      expect(items.map(({ id }) => id)).toEqual([...named, ...['a', 'b', 'c', 'd'].filter((id) => !named.includes(id))])
    }),
  )
})

test('the time of a line is that of all its spans, the open one until now', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 9, minute)).toISOString()
  const item = {
    ...line('a'),
    spans: [
      { startedAt: at(0), endedAt: at(4) },
      { startedAt: at(10), endedAt: null },
    ],
  }
  expect(discussedMs(item, new Date(at(13)))).toBe(7 * 60_000)
  // A clock that is behind the server's takes nothing away.
  expect(discussedMs(item, new Date(at(9)))).toBe(4 * 60_000)
  expect(nowOf({ ...agendaOf('b'), items: [line('b'), item] })?.id).toBe('a')
})
