import { afterEach, expect, test } from 'vitest'
import { isAlive, launch } from '../../start/processes.mjs'
import { keepRunning } from '../../start/supervisor.mjs'

const stopStages = [{ signal: 'SIGTERM' as const, waitMs: 5_000 }]
let keeper: ReturnType<typeof keepRunning> | undefined
afterEach(() => keeper?.stop())

test('a process that was started again and cannot be used is stopped before the next one is started', async () => {
  const pids: number[] = []
  keeper = keepRunning({
    name: 'A process',
    stopStages,
    firstPauseMs: 10,
    open: async (track) => {
      const running = await launch({ command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] })
      pids.push(running.pid)
      track(running)
      if (pids.length === 2) throw new Error('it did not answer')
    },
  })
  await keeper.start()
  process.kill(pids[0] as number, 'SIGKILL')
  await expect.poll(() => pids.length, { timeout: 10_000 }).toBe(3)
  expect(pids.filter(isAlive)).toEqual([pids[2]])
  await keeper.stop()
  expect(pids.filter(isAlive)).toEqual([])
})
