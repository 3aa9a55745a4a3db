import { expect, test } from 'vitest'
import { readCount } from './read-feed-page.server.ts'

test('the count of an address is what somebody had before them, within limits', () => {
  const limitOf = (search: string) => readCount(new Request(`https://palier.test/${search}`)).limit
  expect([limitOf(''), limitOf('?count=50'), limitOf('?count=3'), limitOf('?count=1e9'), limitOf('?count=many')]).toEqual([
    20, 50, 20, 100, 20,
  ])
})
