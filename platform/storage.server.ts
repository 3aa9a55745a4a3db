import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { env } from '#platform/env.server.ts'
import type { Store } from '#platform/store.server.ts'
import { storeInBucket } from '#platform/store-in-bucket.server.ts'
import { storeOnDisk } from '#platform/store-on-disk.server.ts'

const keyPattern = /^[a-z]+\/[0-9a-f-]{36}\.[a-z0-9]+$/

/** A bucket where one is set, else the data folder. */
const store: Store = env.bucket ? storeInBucket(env.bucket) : storeOnDisk(path.join(env.PALIER_DATA_DIR, 'files'))

/** A key for a file that is still to be stored: for who writes it down first. */
export function newFileKey(folder: string, extension: string): string {
  return `${folder}/${randomUUID()}.${extension}`
}

/** Keeps bytes under a new key, `folder/uuid.ext`, and returns it. A key's content never changes. */
export async function storeFile(folder: string, extension: string, bytes: Uint8Array): Promise<string> {
  const key = newFileKey(folder, extension)
  await store.put(key, bytes)
  return key
}

/** Keeps a file under a new key, as `storeFile` does; the file itself is gone afterwards. For what is too large to be held in memory. */
export async function storeFileFrom(folder: string, extension: string, from: string, key = newFileKey(folder, extension)): Promise<string> {
  await store.putFile(checked(key), from)
  return key
}

/** The bytes of a key, or null where there are none. Keys of another shape are never looked up. */
export async function findFile(key: string): Promise<Buffer | null> {
  return keyPattern.test(key) ? store.get(key) : null
}

/** How many bytes a key has; null where there is none. */
export async function sizeOfFile(key: string): Promise<number | null> {
  return keyPattern.test(key) ? store.size(key) : null
}

/** The bytes of a key from `start` to `end`, both included, as they are read. */
export function openFile(key: string, range: { start: number; end: number }): Readable {
  return store.open(checked(key), range)
}

/** Forgets a key. Repeating it does nothing. */
export async function removeFile(key: string): Promise<void> {
  if (keyPattern.test(key)) await store.remove(key)
}

/** A file on this machine with the bytes of a key, for programs that read files: not to be changed. A copy, if there has to be one, is in `folder`. */
export function fileOnDisk(key: string, folder: string): Promise<string> {
  return store.onDisk(checked(key), folder)
}

function checked(key: string): string {
  if (!keyPattern.test(key)) throw new RangeError('not a key of a stored file')
  return key
}
