import { db, onlyOne } from '#platform/db.server.ts'
import { FfmpegMissing } from '#platform/ffmpeg.server.ts'
import { handleJobs, type JobRun } from '#platform/jobs.server.ts'
import { log } from '#platform/log.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import type { TranscriptCause } from '#rooms/recordings/contract.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { EngineError } from './engine/engine.server.ts'
import { transcribeRecordingJob } from './transcribe-job.server.ts'
import { transcribeRecording } from './transcribe-recording.server.ts'

/** With the pauses of jobs: a minute for an engine that fails, two and a half hours for one that cannot be reached. */
const TRIES = 3
const TRIES_TO_REACH = 7
const LOOK_AGAIN_MS = 15_000

/** Registers who writes down what was said: in the recorder's process, one recording after the other, so that it has one engine's worth of memory. */
export function handleTranscribing(): void {
  let busy = false
  handleJobs(transcribeRecordingJob, async ({ recordingId }, run) => {
    // Does not wait for its turn: it would hold up jobs of other kinds.
    if (busy) return run.postpone(new Date(Date.now() + LOOK_AGAIN_MS))
    busy = true
    try {
      await attempt(recordingId, run)
    } finally {
      busy = false
    }
  })
}

async function attempt(recordingId: string, run: JobRun): Promise<void> {
  try {
    const alone = await onlyOne(`recording.transcribe.${recordingId}`, () => transcribeRecording(recordingId, run.signal))
    if (!alone) run.postpone(new Date(Date.now() + LOOK_AGAIN_MS))
  } catch (error) {
    if (run.signal.aborted) throw error
    if (error instanceof FfmpegMissing) return run.postpone(new Date(Date.now() + LOOK_AGAIN_MS))
    const cause = error instanceof EngineError ? error.code : 'engine.failed'
    const again = !(error instanceof EngineError) || error.again
    const last = !again || run.attempt >= (cause === 'engine.unreachable' ? TRIES_TO_REACH : TRIES)
    if (last) log.error({ error, recordingId }, 'what was said in a recording cannot be written down')
    await tell(recordingId, cause, last)
    if (!last) throw error
  }
}

/** Until it is given up it waits, and says for what. */
async function tell(recordingId: string, cause: TranscriptCause, last: boolean): Promise<void> {
  await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (recording?.transcriptState !== 'running' && recording?.transcriptState !== 'waiting') return
    await changeRecording(tx, recordingId, { transcriptState: last ? 'failed' : 'waiting', transcriptCause: cause })
  })
}
