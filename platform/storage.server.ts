import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { env } from '#platform/env.server.ts'

const root = path.join(env.PALIER_DATA_DIR, 'files')
const keyPattern = /^[a-z]+\/[0-9a-f-]{36}\.[a-z0-9]+$/

/** Keeps bytes under a new key, `folder/uuid.ext`, and returns it. A key's content never changes. */
export async function storeFile(folder: string, extension: string, bytes: Uint8Array): Promise<string> {
  const key = `${folder}/${randomUUID()}.${extension}`
  const file = path.join(root, key)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(`${file}.part`, bytes, { mode: 0o600 })
  await rename(`${file}.part`, file)
  return key
}

/** The bytes of a key, or null where there are none. Keys of another shape are never looked up. */
export async function findFile(key: string): Promise<Buffer | null> {
  if (!keyPattern.test(key)) return null
  return readFile(path.join(root, key)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}

/** Forgets a key. Repeating it does nothing. */
export async function removeFile(key: string): Promise<void> {
  if (keyPattern.test(key)) await rm(path.join(root, key), { force: true })
}

/** A key for a file that is still to be stored: for who writes it down first. */
export function newFileKey(folder: string, extension: string): string {
  return `${folder}/${randomUUID()}.${extension}`
}

/** Where the bytes of a key are, for programs that read files. */
export function pathOfFile(key: string): string {
  if (!keyPattern.test(key)) throw new RangeError('not a key of a stored file')
  return path.join(root, key)
}

/** Keeps a file under a new key, as `storeFile` does; the file itself is gone afterwards. For what is too large to be held in memory. */
export async function storeFileFrom(folder: string, extension: string, from: string, key = newFileKey(folder, extension)): Promise<string> {
  if (!keyPattern.test(key)) throw new RangeError('not a key of a stored file')
  const file = path.join(root, key)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await rename(from, file).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EXDEV') throw error
    await copyFile(from, `${file}.part`)
    await rename(`${file}.part`, file)
    await rm(from)
  })
  await chmod(file, 0o600)
  return key
}

/** How many bytes a key has; null where there is none. */
export async function sizeOfFile(key: string): Promise<number | null> {
  if (!keyPattern.test(key)) return null
  return stat(path.join(root, key)).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    },
  )
}

/** The bytes of a key from `start` to `end`, both included, as they are read. */
export function openFile(key: string, { start, end }: { start: number; end: number }): Readable {
  if (!keyPattern.test(key)) throw new RangeError('not a key of a stored file')
  return createReadStream(path.join(root, key), { start, end })
}
