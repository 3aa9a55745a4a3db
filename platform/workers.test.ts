import { expect, test } from 'vitest'
import type * as hard from '#tests/hard-worker.server.ts'
import { inWorker } from './workers.server.ts'

const SOURCE = 'tests/hard-worker.server.ts'
const beside = inWorker<typeof hard>(SOURCE)
const shared = () => new Int32Array(new SharedArrayBuffer(4))

test('the event loop goes on turning while a worker is held up, and lets it go', async () => {
  const gate = shared()
  const work = beside.waitFor(gate)
  // On the event loop nobody would come to this: the work waits for what comes after it.
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate)
  Atomics.store(gate, 0, 1)
  Atomics.notify(gate, 0)
  expect(await work).toBe('let go')
})

test('work that comes to no end is ended with its worker, and told; what comes after it is done', async () => {
  const impatient = inWorker<typeof hard>(SOURCE, 1_000)
  const began = shared()
  await expect(impatient.goOn(began)).rejects.toMatchObject({ code: 'work.tooMuch' })
  // It was at work, and not in line only.
  expect(began[0]).toBe(1)
  expect(await Promise.all([1, 2, 3].map((figure) => beside.double(figure)))).toEqual([2, 4, 6])
})

test('too many in line are refused, and the others done', async () => {
  const gate = shared()
  const works = Array.from({ length: 150 }, () => beside.waitFor(gate).catch(({ code }: { code: string }) => code))
  await Promise.race(works)
  Atomics.store(gate, 0, 1)
  Atomics.notify(gate, 0)
  expect(new Set(await Promise.all(works))).toEqual(new Set(['let go', 'work.tooMuch']))
})

test('what fails there fails here, and a worker that has no memory left takes only its own work along', async () => {
  await expect(beside.fail('so it is')).rejects.toThrow('so it is')
  await expect(beside.hoard('a')).rejects.toMatchObject({ code: 'ERR_WORKER_OUT_OF_MEMORY' })
  expect(await beside.double(2)).toBe(4)
})
