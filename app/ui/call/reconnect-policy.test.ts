import { expect, test } from 'vitest'
import { reconnectPolicy } from './reconnect-policy.ts'

test('a server that is away is tried again soon, at least every three seconds, for two minutes', () => {
  let elapsedMs = 0
  let tries = 0
  for (; ; tries++) {
    const pause = reconnectPolicy.nextRetryDelayInMs({ retryCount: tries, elapsedMs })
    if (pause === null) break
    expect(pause).toBeGreaterThan(0)
    expect(pause).toBeLessThanOrEqual(tries === 0 ? 150 : 3_000)
    elapsedMs += pause
  }
  expect(elapsedMs).toBeGreaterThan(120_000)
  expect(tries).toBeGreaterThan(40)
})
