import { closeSync, fdatasync, fdatasyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { env } from '#platform/env.server.ts'
import { syncFolder } from '#platform/whole-files.server.ts'
import { STRETCH_LOG, type StretchEvent, stretchFolder } from '../stretch-log.server.ts'
import type { Description } from './frame.server.ts'
import { createMediaFile, type MediaFile } from './media-file.server.ts'
import type { Codec } from './webm.server.ts'

const sync = promisify(fdatasync)

/** Where a stretch is written: a file a track, numbered as they begin, and the log of what happened. */
export interface StretchFolder {
  write(event: StretchEvent): void
  createFile(codec: Codec, description: Description): { name: string; file: MediaFile }
  /** Brings the log to the disk, and the names of all files. */
  sync(): Promise<void>
  close(): Promise<void>
}

/** Makes the folder of a stretch that nobody wrote before. */
export function createStretchFolder(recordingId: string, stretch: number): StretchFolder {
  const folder = stretchFolder(recordingId, stretch)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const log = openSync(path.join(folder, STRETCH_LOG), 'ax', 0o600)
  // A name is on the disk once the folder that it is in is: this one's own, and those of the recording and of all of them.
  const unsyncedFolders = new Set(foldersAbove(folder))
  let files = 0
  let unsynced = false
  let open = true
  const syncFolders = async () => {
    for (const above of unsyncedFolders) {
      unsyncedFolders.delete(above)
      await syncFolder(above)
    }
  }
  return {
    write(event) {
      if (!open) return
      writeSync(log, `${JSON.stringify(event)}\n`)
      unsynced = true
    },
    createFile(codec, description) {
      files++
      unsyncedFolders.add(folder)
      const name = `${String(files).padStart(2, '0')}.${codec === 'h264' ? 'mkv' : 'webm'}`
      return { name, file: createMediaFile(path.join(folder, name), codec, description) }
    },
    async sync() {
      if (!open) return
      await syncFolders()
      if (!unsynced) return
      unsynced = false
      await sync(log).catch((error: NodeJS.ErrnoException) => {
        // Closed meanwhile, which brought it there too.
        if (error.code !== 'EBADF') throw error
      })
    },
    async close() {
      if (!open) return
      open = false
      try {
        fdatasyncSync(log)
      } finally {
        closeSync(log)
      }
      await syncFolders()
    },
  }
}

/** A stretch's folder and those above it, up to the one that was there before anything was recorded. */
function foldersAbove(folder: string): string[] {
  const top = path.resolve(env.PALIER_DATA_DIR)
  const folders = []
  for (let above = path.resolve(folder); above.startsWith(top); above = path.dirname(above)) folders.push(above)
  return folders
}
