import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { findLingering } from './find-lingering.server.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000)
const longAgo = at(-3600)

function someone({ active = false } = {}) {
  return { sid: randomUUID(), memberId: randomUUID(), joinedAt: at(0), active, mayPublish: true }
}

test('who is connecting has 20 s, by our own clock, whatever LiveKit’s says', () => {
  const ben = { ...someone(), joinedAt: at(-300) }
  const look = (seconds: number) => findLingering('s', [ben], [], at(seconds), longAgo)
  expect(look(0)).toEqual({ lingering: [], nextDueAt: at(20) })
  expect(look(19.9).lingering).toEqual([])
  expect(look(20)).toEqual({ lingering: [ben], nextDueAt: null })
})

test('another try has its own time, and who is connected has all there is', () => {
  const [ben, again] = [someone(), someone()]
  findLingering('s', [ben], [], at(0), longAgo)
  expect(findLingering('s', [again], [], at(20), longAgo).lingering).toEqual([])
  expect(findLingering('s', [{ ...again, active: true }], [], at(60), longAgo)).toEqual({ lingering: [], nextDueAt: null })
})

test('who closes their signalling while connecting is out after 7 s; right after a restart of ours, only once they could have come back', () => {
  const ben = someone()
  const signalling = [{ memberId: ben.memberId, seenAt: at(2) }]
  expect(findLingering('s', [ben], signalling, at(1), longAgo)).toEqual({ lingering: [], nextDueAt: at(9) })
  expect(findLingering('s', [ben], signalling, at(9), at(3)).lingering).toEqual([])
  expect(findLingering('s', [ben], signalling, at(11), at(3)).lingering).toEqual([ben])
})
