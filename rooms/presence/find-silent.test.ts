import { expect, test } from 'vitest'
import { findSilent } from './find-silent.server.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 9) + seconds * 1000)
const ana = { sid: 'PA_1', memberId: 'ana', joinedAt: at(0), active: true, mayPublish: true }
const longAgo = at(-1_000)

test('somebody is silent seven seconds after their signalling was last seen, and not before', () => {
  const seen = [{ memberId: 'ana', seenAt: at(60) }]
  expect(findSilent([ana], seen, at(66.9), longAgo)).toEqual({ silent: [], nextDueAt: at(67) })
  expect(findSilent([ana], seen, at(67), longAgo)).toEqual({ silent: [ana], nextDueAt: null })
})

test('after a restart there are eight seconds to come back, however long the app was away', () => {
  const seen = [{ memberId: 'ana', seenAt: at(60) }]
  expect(findSilent([ana], seen, at(127), at(120))).toEqual({ silent: [], nextDueAt: at(128) })
  expect(findSilent([ana], seen, at(128), at(120)).silent).toEqual([ana])
})

test('who has just come in, with the memory of an earlier stay, is not silent', () => {
  const seen = [{ memberId: 'ana', seenAt: at(60) }]
  expect(findSilent([{ ...ana, joinedAt: at(100) }], seen, at(105), longAgo)).toEqual({ silent: [], nextDueAt: at(107) })
})

test('who never came through our proxy, or is still connecting, is not looked at', () => {
  expect(findSilent([ana], [], at(500), longAgo)).toEqual({ silent: [], nextDueAt: null })
  expect(findSilent([{ ...ana, active: false }], [{ memberId: 'ana', seenAt: at(0) }], at(500), longAgo)).toEqual({
    silent: [],
    nextDueAt: null,
  })
})
