import { db, onlyOne, type Tx } from '#platform/db.server.ts'
import { FfmpegMissing } from '#platform/ffmpeg.server.ts'
import { handleJobs, type JobRun } from '#platform/jobs.server.ts'
import { log } from '#platform/log.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { finishRecordingJob } from './finish-job.server.ts'
import { finishRecording } from './finish-recording.server.ts'

/** After so many tries people are told that it failed, and can ask for it again. */
const TRIES = 3
/** How often it is looked whether there is an ffmpeg by now. */
const LOOK_AGAIN_MS = 60_000

/** Registers who makes recordings playable: in the recorder's process, one after the other. */
export function handleFinishing(): void {
  const finishing = inTurn()
  handleJobs(finishRecordingJob, async ({ recordingId }, run) => {
    try {
      await finishing(() => alone(recordingId, run, () => finishRecording(recordingId, run.signal)))
    } catch (error) {
      await giveWay(error, recordingId, run)
    }
  })
}

/** Two processes never work in one recording's folder: a job whose claim ran out may still be at it somewhere. */
async function alone(recordingId: string, run: JobRun, work: () => Promise<void>): Promise<void> {
  if (!(await onlyOne(`recording.finish.${recordingId}`, work))) run.postpone(new Date(Date.now() + LOOK_AGAIN_MS))
}

/** Does one piece of work after the other, in the order in which they came. */
function inTurn(): (work: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve()
  return (work) => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
}

/** What was taken is kept in each case; the recording says why it cannot be watched yet, or at all. */
async function giveWay(error: unknown, recordingId: string, run: JobRun): Promise<void> {
  if (run.signal.aborted) throw error
  const missing = error instanceof FfmpegMissing
  if (!missing && run.attempt < TRIES) throw error
  log.error({ error, recordingId }, 'a recording cannot be finished')
  await db.$transaction((tx) => tell(tx, recordingId, missing ? 'ffmpeg.missing' : 'finish.failed'))
  if (missing) run.postpone(new Date(Date.now() + LOOK_AGAIN_MS))
}

async function tell(tx: Tx, recordingId: string, cause: 'ffmpeg.missing' | 'finish.failed'): Promise<void> {
  const recording = await lockRecording(tx, recordingId)
  if (recording?.state !== 'finishing' || recording.cause === cause) return
  await changeRecording(tx, recordingId, { cause, ...(cause === 'finish.failed' && { state: 'failed' }) })
}
