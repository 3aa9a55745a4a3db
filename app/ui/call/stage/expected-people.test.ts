import { expect, test } from 'vitest'
import { expectedPeople } from './expected-people.ts'

const face = (id: string) => ({ id, name: id.toUpperCase(), photoKey: null })
const since = '2026-11-25T09:00:00.000Z'

test('oneself first, then the others in the order of the roster; who is in already with another tab is there once', () => {
  const people = expectedPeople(
    face('ben'),
    [face('ana'), face('ben'), face('chloe')].map((one) => ({ ...one, since })),
  )
  expect(people.map(({ identity, isLocal, isThere }) => [identity, isLocal, isThere])).toEqual([
    ['ben', true, false],
    ['ana', false, false],
    ['chloe', false, false],
  ])
})
