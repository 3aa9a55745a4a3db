import { expect, test } from 'vitest'
import { oncePerPage, withinPage } from './page-reads.server.ts'

function counted() {
  let times = 0
  return async () => ++times
}

test('the loaders of one page read once, also at the same time', async () => {
  const read = counted()
  const shared = new Map()
  const answers = await Promise.all([1, 2].map(() => withinPage(shared, () => oncePerPage('a', read))))
  expect(answers).toEqual([1, 1])
  expect(await withinPage(shared, () => oncePerPage('a', read))).toBe(1)
  expect(await withinPage(shared, () => oncePerPage('b', read))).toBe(2)
})

test('another page reads anew, and so does what is no page', async () => {
  const read = counted()
  await withinPage(new Map(), () => oncePerPage('a', read))
  expect(await withinPage(new Map(), () => oncePerPage('a', read))).toBe(2)
  expect(await oncePerPage('a', read)).toBe(3)
  expect(await oncePerPage('a', read)).toBe(4)
})
