import fs from 'node:fs'
import { open } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import path from 'node:path'

/**
 * What a disk would have after a power cut, by the strictest reading of POSIX: of a file, what it was when the last sync of it began that
 * succeeded; of a folder, the names that were in it then. A file whose name was never synced is gone, one whose bytes never were is empty,
 * and when a file was written is not known. What was removed is gone, whether that was synced or not.
 *
 * @param kept where that is kept, outside of `folder`
 */
export async function recordSyncs(folder: string, kept: string): Promise<void> {
  const remember = (descriptor: number) => {
    const stats = fs.fstatSync(descriptor, { bigint: true })
    const found = findByIdentity(folder, identify(stats))
    if (found === null) return () => {}
    const state = stats.isDirectory() ? JSON.stringify(namesIn(found)) : fs.readFileSync(found)
    return () => fs.writeFileSync(path.join(kept, identify(stats)), state)
  }
  type Done = (error: NodeJS.ErrnoException | null) => void
  for (const name of ['fsync', 'fdatasync'] as const) {
    const original = fs[name]
    const replaced = (descriptor: number, done: Done) => {
      const keep = remember(descriptor)
      original(descriptor, (error) => {
        if (!error) keep()
        done(error)
      })
    }
    Object.assign(fs, { [name]: replaced })
  }
  for (const name of ['fsyncSync', 'fdatasyncSync'] as const) {
    const original = fs[name]
    const replaced = (descriptor: number) => {
      const keep = remember(descriptor)
      original(descriptor)
      keep()
    }
    Object.assign(fs, { [name]: replaced })
  }
  const handle = await open(folder)
  const prototype: { sync(): Promise<void>; datasync(): Promise<void> } = Object.getPrototypeOf(handle)
  await handle.close()
  for (const name of ['sync', 'datasync'] as const) {
    const original = prototype[name]
    prototype[name] = async function (this: { fd: number }) {
      const keep = remember(this.fd)
      await original.call(this as never)
      keep()
    }
  }
  syncBuiltinESMExports()
}

/** Leaves of a folder what a power cut would; whoever wrote there is dead already. The folder itself was there before. */
export function cutPower(folder: string, kept: string): void {
  const stateOf = (file: string) => {
    try {
      return fs.readFileSync(path.join(kept, identify(fs.statSync(file, { bigint: true }))))
    } catch {
      return null
    }
  }
  const named: Record<string, string> = JSON.parse(stateOf(folder)?.toString() ?? '{}')
  for (const [name, identity] of Object.entries(namesIn(folder))) {
    const inside = path.join(folder, name)
    if (named[name] !== identity) fs.rmSync(inside, { recursive: true })
    else if (fs.statSync(inside).isDirectory()) cutPower(inside, kept)
    else {
      fs.writeFileSync(inside, stateOf(inside) ?? '')
      fs.utimesSync(inside, 0, 0)
    }
  }
}

/** A number is used again once its file is gone. */
const identify = ({ ino, birthtimeNs }: fs.BigIntStats) => `${ino}-${birthtimeNs}`

function namesIn(folder: string): Record<string, string> {
  return Object.fromEntries(
    fs.readdirSync(folder).flatMap((name) => {
      const stats = fs.statSync(path.join(folder, name), { bigint: true, throwIfNoEntry: false })
      return stats ? [[name, identify(stats)]] : []
    }),
  )
}

function findByIdentity(folder: string, identity: string): string | null {
  const all = ['', ...(fs.readdirSync(folder, { recursive: true }) as string[])].map((name) => path.join(folder, name))
  return (
    all.find((file) => {
      const stats = fs.statSync(file, { bigint: true, throwIfNoEntry: false })
      return stats && identify(stats) === identity
    }) ?? null
  )
}
