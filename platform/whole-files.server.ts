import { mkdir, open, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** File systems that know no syncing of folders say so by these. */
const KNOWS_NONE = new Set(['EINVAL', 'ENOTSUP', 'EBADF'])

/** Writes a file that is whole or not there, whatever is cut off when: once this is through, a power cut leaves it. Racing writers of one file are not meant. */
export async function writeWhole(file: string, content: Uint8Array | string, mode = 0o600): Promise<void> {
  const draft = `${file}.part`
  await writeFile(draft, content, { mode })
  await keepWhole(draft, file)
}

/** Gives a file that is written its lasting name, as `writeWhole` does. Both names are on one disk. */
export async function keepWhole(draft: string, file: string): Promise<void> {
  await sync(draft)
  await rename(draft, file)
  await syncFolder(path.dirname(file))
}

/** Makes a folder, and those above it, that a power cut leaves. */
export async function makeFolder(folder: string, mode = 0o700): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode })
  if (first === undefined) return
  for (let made = path.resolve(folder); ; made = path.dirname(made)) {
    await syncFolder(path.dirname(made))
    if (made === path.resolve(first)) return
  }
}

/** Brings the names in a folder to the disk: a new file is lost with its name, however well its bytes are kept. */
export async function syncFolder(folder: string): Promise<void> {
  await sync(folder).catch((error: NodeJS.ErrnoException) => {
    if (!KNOWS_NONE.has(error.code ?? '')) throw error
  })
}

async function sync(file: string): Promise<void> {
  const handle = await open(file)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
