import { db, type Recording } from '#platform/db.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'

const REPORT_EVERY_MS = 2_000

/**
 * Tells people how far a transcript is, in percent, every two seconds at most, and only what is new to them.
 *
 * @returns `tell` takes the part of the work that is done, from 0 to 1, and never throws; `settle` waits for what is being told;
 *   `unwanted` is aborted once the recording is not to be written down any more
 */
export function reportTranscribed(recordingId: string, isWanted: (recording: Recording) => boolean) {
  const stop = new AbortController()
  let toldAt = 0
  let told = Promise.resolve()
  const write = (transcribed: number) =>
    db.$transaction(async (tx) => {
      const recording = await lockRecording(tx, recordingId)
      if (!recording || !isWanted(recording)) stop.abort()
      else if (recording.transcribed < transcribed) await changeRecording(tx, recordingId, { transcribed })
    })
  return {
    unwanted: stop.signal,
    tell(part: number) {
      const now = Date.now()
      if (now - toldAt < REPORT_EVERY_MS) return
      toldAt = now
      // All of it is only what is kept too. What cannot be told now is told the next time.
      told = write(Math.max(0, Math.min(99, Math.floor(part * 100)))).catch(() => {})
    },
    settle: () => told,
  }
}
