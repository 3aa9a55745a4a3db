import { closeSync, fdatasync, fdatasyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { STRETCH_LOG, type StretchEvent, stretchFolder } from '../stretch-log.server.ts'
import type { Description } from './frame.server.ts'
import { createMediaFile, type MediaFile } from './media-file.server.ts'
import type { Codec } from './webm.server.ts'

const sync = promisify(fdatasync)

/** Where a stretch is written: a file a track, numbered as they begin, and the log of what happened. */
export interface StretchFolder {
  write(event: StretchEvent): void
  createFile(codec: Codec, description: Description): { name: string; file: MediaFile }
  sync(): Promise<void>
  close(): void
}

/** Makes the folder of a stretch that nobody wrote before. */
export function createStretchFolder(recordingId: string, stretch: number): StretchFolder {
  const folder = stretchFolder(recordingId, stretch)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const log = openSync(path.join(folder, STRETCH_LOG), 'ax', 0o600)
  let files = 0
  let unsynced = false
  let open = true
  return {
    write(event) {
      if (!open) return
      writeSync(log, `${JSON.stringify(event)}\n`)
      unsynced = true
    },
    createFile(codec, description) {
      files++
      const name = `${String(files).padStart(2, '0')}.${codec === 'h264' ? 'mkv' : 'webm'}`
      return { name, file: createMediaFile(path.join(folder, name), codec, description) }
    },
    async sync() {
      if (!open || !unsynced) return
      unsynced = false
      await sync(log).catch((error: NodeJS.ErrnoException) => {
        // Closed meanwhile, which brought it there too.
        if (error.code !== 'EBADF') throw error
      })
    },
    close() {
      if (!open) return
      open = false
      try {
        fdatasyncSync(log)
      } finally {
        closeSync(log)
      }
    },
  }
}
