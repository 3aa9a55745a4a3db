import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { recordingFolder } from '#rooms/recordings/stretch-log.server.ts'

/** Removes what the recorder left of a recording, once that is kept elsewhere or is to go; other work in its folder is left alone. */
export async function removeTaken(recordingId: string): Promise<void> {
  const folder = recordingFolder(recordingId)
  for (const name of await readdir(folder).catch(() => [])) {
    if (/^\d{1,5}$/.test(name) || name === 'work') await rm(path.join(folder, name), { recursive: true, force: true })
  }
}
