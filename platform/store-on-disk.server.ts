import { createReadStream } from 'node:fs'
import { chmod, copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Store } from '#platform/store.server.ts'

/** Keeps files in a folder of this machine. */
export function storeOnDisk(root: string): Store {
  const fileOf = (key: string) => path.join(root, key)
  const placeFor = async (key: string) => {
    const file = fileOf(key)
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    return file
  }
  return {
    async put(key, bytes) {
      const file = await placeFor(key)
      await writeFile(`${file}.part`, bytes, { mode: 0o600 })
      await rename(`${file}.part`, file)
    },
    async putFile(key, from) {
      const file = await placeFor(key)
      await rename(from, file).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EXDEV') throw error
        await copyFile(from, `${file}.part`)
        await rename(`${file}.part`, file)
        await rm(from)
      })
      await chmod(file, 0o600)
    },
    get: (key) => readFile(fileOf(key)).catch(nullWhereMissing),
    size: (key) => stat(fileOf(key)).then(({ size }) => size, nullWhereMissing),
    open: (key, range) => createReadStream(fileOf(key), range),
    remove: (key) => rm(fileOf(key), { force: true }),
    onDisk: async (key) => fileOf(key),
  }
}

function nullWhereMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
