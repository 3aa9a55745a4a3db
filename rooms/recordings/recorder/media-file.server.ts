import { closeSync, fdatasync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Description, Frame } from './frame.server.ts'
import { type Codec, writeBlock, writeCluster, writeFileHeader } from './webm.server.ts'

const sync = promisify(fdatasync)
const BUFFERED_BYTES = 64 * 1024
/** Seeking and mending go by runs of frames: short ones, and for pictures from a key frame on. */
const LONGEST_RUN_MS = 5_000
const SHORTEST_RUN_MS = 1_000

/** A file to which one track's frames are appended. Nothing that is written is ever changed, so whatever is on disk can be read. */
export interface MediaFile {
  write(ms: number, frame: Frame): void
  /** Hands what was written to the operating system: from then on it outlives this process. */
  flush(): void
  /** Brings what was handed over to the disk: from then on it outlives a power cut. */
  sync(): Promise<void>
  close(): void
  frames(): number
  bytes(): number
  lastMs(): number
}

/** Begins a file. What is written throws as the file system does (ENOSPC, say). */
export function createMediaFile(path: string, codec: Codec, description: Description): MediaFile {
  const descriptor = openSync(path, 'wx', 0o600)
  let open = true
  let buffered: Buffer[] = []
  let bufferedBytes = 0
  let frames = 0
  let bytes = 0
  let lastMs = 0
  let runStartMs: number | null = null
  let unsynced = false

  const append = (piece: Buffer) => {
    buffered.push(piece)
    bufferedBytes += piece.length
    bytes += piece.length
  }
  const flush = () => {
    if (!open || bufferedBytes === 0) return
    const piece = Buffer.concat(buffered)
    buffered = []
    bufferedBytes = 0
    for (let at = 0; at < piece.length; ) at += writeSync(descriptor, piece, at)
    unsynced = true
  }
  append(writeFileHeader(codec, description))
  flush()

  return {
    write(ms, { key, data }) {
      const sinceMs = runStartMs === null ? Number.POSITIVE_INFINITY : ms - runStartMs
      if (sinceMs > LONGEST_RUN_MS || (codec !== 'opus' && key && sinceMs > SHORTEST_RUN_MS)) {
        append(writeCluster(ms))
        runStartMs = ms
      }
      append(writeBlock(ms - (runStartMs ?? ms), key, data))
      frames++
      lastMs = ms
      if (bufferedBytes > BUFFERED_BYTES) flush()
    },
    flush,
    async sync() {
      if (!open || !unsynced) return
      unsynced = false
      await sync(descriptor).catch((error: NodeJS.ErrnoException) => {
        // Closed meanwhile, which brought it there too.
        if (error.code !== 'EBADF') throw error
      })
    },
    close() {
      if (!open) return
      try {
        flush()
        fdatasyncSync(descriptor)
      } finally {
        open = false
        closeSync(descriptor)
      }
    },
    frames: () => frames,
    bytes: () => bytes,
    lastMs: () => lastMs,
  }
}
