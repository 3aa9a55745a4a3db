import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '#platform/db.server.ts'
import { makePerson } from '#tests/rooms-scene.ts'
import { findWritten, writeOnce } from './idempotency.server.ts'

type Content = (string | number | null)[]

async function scene() {
  const { id: memberId } = await makePerson('Ana')
  const [placeId, key] = [randomUUID(), randomUUID()]
  const attempt = (content: Content, other: object = {}) => ({ memberId, verb: 'test.write', placeId, key, content, ...other })
  const send = (content: Content, other?: object) =>
    db.$transaction((tx) => writeOnce(tx, attempt(content, other), async () => ({ id: randomUUID() })))
  return { attempt, send }
}

test('what a member chose is told apart part by part, whatever the parts are made of', async () => {
  const { attempt, send } = await scene()
  const { id } = await send(['ab', 'c', null, 1])
  expect(await findWritten(attempt(['ab', 'c', null, 1]))).toBe(id)
  for (const other of [
    ['a', 'bc', null, 1],
    ['ab', 'c', 1, null],
    ['abc', '', null, 1],
    ['ab', 'c', null, 11],
    ['ab', 'c', null],
  ] as Content[]) {
    await expect(findWritten(attempt(other))).rejects.toMatchObject({ code: 'attempt.changed' })
    await expect(send(other)).rejects.toMatchObject({ code: 'attempt.changed' })
  }
})

test('a key is that of one verb in one place by one member; without a key, each request is an attempt', async () => {
  const { attempt, send } = await scene()
  const first = await send(['a'])
  expect(await send(['a'])).toEqual({ id: first.id, made: null })
  const [{ id: otherMember }, elsewhere] = [await makePerson('Ben'), randomUUID()]
  for (const other of [{ verb: 'test.other' }, { placeId: elsewhere }, { memberId: otherMember }, { key: randomUUID() }, { key: null }]) {
    if (other.key !== null) expect(await findWritten(attempt(['b'], other))).toBeNull()
    const { id, made } = await send(['b'], other)
    expect(id).not.toBe(first.id)
    expect(made).toEqual({ id })
  }
  expect((await send(['a'], { key: null })).id).not.toBe((await send(['a'], { key: null })).id)
})
