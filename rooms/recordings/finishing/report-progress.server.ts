import { db } from '#platform/db.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'

const REPORT_EVERY_MS = 2_000

/** The film is not wanted any more: the recording, or its parts, were deleted. */
export class NotWanted extends Error {
  override readonly name = 'NotWanted'
}

/**
 * Tells people how far composing is, in percent, every two seconds at most, and only what is new to them.
 *
 * @returns `tell` takes the part of the work that is done, from 0 to 1, and never throws; `settle` waits for what is being told, and
 *   throws NotWanted where that is so
 */
export function reportProgress(recordingId: string) {
  let toldAt = 0
  let told = Promise.resolve()
  let unwanted: Error | null = null
  return {
    tell(part: number) {
      const now = Date.now()
      if (now - toldAt < REPORT_EVERY_MS) return
      toldAt = now
      // All of it is only what is kept too.
      told = write(recordingId, Math.max(0, Math.min(99, Math.floor(part * 100)))).catch((error: Error) => {
        if (error instanceof NotWanted) unwanted = error
      })
    },
    async settle() {
      await told
      if (unwanted) throw unwanted
    },
  }
}

async function write(recordingId: string, progress: number): Promise<void> {
  await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (recording?.state !== 'ready' || recording.composedAt || recording.partsRemovedAt) throw new NotWanted()
    if (recording.progress < progress) await changeRecording(tx, recordingId, { progress })
  })
}
