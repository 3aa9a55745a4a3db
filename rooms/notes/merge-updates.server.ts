import { DomainError } from '#platform/errors.server.ts'
import { log } from '#platform/log.server.ts'
import { inWorker } from '#platform/workers.server.ts'
import * as here from './merge-worker.server.ts'

/** So much is merged and read within 3 ms at the worst. */
const BYTES_HERE_MAX = 10_000
const beside = inWorker<typeof here>('rooms/notes/merge-worker.server.ts')

/**
 * Whether these bytes are a Yjs update: they come from a browser.
 *
 * @throws DomainError `work.tooMuch`
 */
export async function isUpdate(bytes: Uint8Array): Promise<boolean> {
  return mergerOf([bytes]).isUpdate(exactly(bytes))
}

/**
 * What a browser misses of some updates, and what there is.
 *
 * @param stateVector what it has; empty: nothing
 * @throws DomainError `input.invalid` where that is no state vector, `work.tooMuch`
 */
export async function readMissing(
  updates: Uint8Array[],
  stateVector: Uint8Array,
): Promise<{ update: Uint8Array; stateVector: Uint8Array }> {
  const missing = await mergerOf(updates).readMissing({ updates: updates.map(exactly), stateVector: exactly(stateVector) })
  if (!missing) throw new DomainError('input.invalid')
  tellLeftOut(missing.leftOut)
  return missing
}

/**
 * Updates as one that is kept, and as they are read: `reading` is null where nobody can.
 *
 * @throws DomainError `work.tooMuch`, or what a worker fails with that has no memory left
 */
export async function closeDocument(updates: Uint8Array[]) {
  const { leftOut, ...closed } = await mergerOf(updates).closeDocument(updates.map(exactly))
  tellLeftOut(leftOut)
  return closed
}

function mergerOf(updates: readonly Uint8Array[]) {
  return updates.reduce((bytes, { length }) => bytes + length, 0) > BYTES_HERE_MAX ? beside : here
}

/** A copy: of a piece of something larger, all of it would go to the worker. */
const exactly = (bytes: Uint8Array) => new Uint8Array(bytes)

function tellLeftOut(count: number): void {
  if (count > 0) log.error({ count }, 'updates of the notes cannot be merged, and are left out')
}
