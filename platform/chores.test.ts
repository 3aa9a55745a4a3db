import { expect, test, vi } from 'vitest'
import { startChore } from './chores.server.ts'

test('a chore is done at once and again, also after it failed, and no more once it is stopped', async () => {
  let times = 0
  const stop = startChore('counting', 10, async () => {
    times++
    if (times === 1) throw new Error('not this time')
  })
  await vi.waitFor(() => expect(times).toBeGreaterThan(2), 10_000)
  await stop()
  const before = times
  await startChore('another', 60_000, async () => {})()
  expect(times).toBe(before)
})
