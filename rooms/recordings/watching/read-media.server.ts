import type { Asker } from '#communities/memberships/permissions.server.ts'
import { openFile } from '#platform/storage.server.ts'
import { findMedia, type MediaFile } from './find-media.server.ts'

/** So much is read between two looks at whether the viewer may still watch: some seconds of a call. */
export const PIECE_BYTES = 1024 * 1024

/**
 * Reads a file from `start` to `end` (both included), as fast as it is taken. Whoever loses the recording meanwhile gets no further
 * piece of it: the reading breaks off with an error. Stopped early, it lets go of the file.
 */
export async function* readMedia(
  viewer: Asker,
  file: MediaFile,
  { start, end }: { start: number; end: number },
): AsyncGenerator<Uint8Array> {
  for (let from = start; from <= end; from += PIECE_BYTES) {
    if (from > start && (await findMedia(viewer, file.recordingId, file.part))?.key !== file.key) {
      throw new Error('the recording was taken away while it was read')
    }
    for await (const chunk of openFile(file.key, { start: from, end: Math.min(end, from + PIECE_BYTES - 1) })) yield chunk as Buffer
  }
}
