import { createReadStream } from 'node:fs'
import { chmod, copyFile, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Store } from '#platform/store.server.ts'
import { keepWhole, makeFolder, writeWhole } from '#platform/whole-files.server.ts'

/** Keeps files in a folder of this machine: what was put there outlives a power cut. */
export function storeOnDisk(root: string): Store {
  const fileOf = (key: string) => path.join(root, key)
  const placeFor = async (key: string) => {
    const file = fileOf(key)
    await makeFolder(path.dirname(file))
    return file
  }
  return {
    async put(key, bytes) {
      await writeWhole(await placeFor(key), bytes)
    },
    async putFile(key, from) {
      const file = await placeFor(key)
      await keepWhole(from, file).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EXDEV') throw error
        await copyFile(from, `${file}.part`)
        await keepWhole(`${file}.part`, file)
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
