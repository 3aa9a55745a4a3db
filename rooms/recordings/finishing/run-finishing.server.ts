import { db, onlyOne, type Tx } from '#platform/db.server.ts'
import { FfmpegMissing } from '#platform/ffmpeg.server.ts'
import { handleJobs, type JobRun } from '#platform/jobs.server.ts'
import { log } from '#platform/log.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import type { RecordingCause } from '#rooms/recordings/contract.ts'
import { finishEgress } from '#rooms/recordings/egress/finish-egress.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { dropFollowedUp } from '#rooms/recordings/retention/drop-followed-up.server.ts'
import { composeRecordingJob } from './compose-job.server.ts'
import { composeRecording } from './compose-recording.server.ts'
import { finishRecordingJob } from './finish-job.server.ts'
import { finishRecording } from './finish-recording.server.ts'

/** After so many tries people are told that it failed, and can ask for it again. */
const TRIES = 3
/** How often it is looked whether there is an ffmpeg by now, or room, or whether another process is through. */
const LOOK_AGAIN_MS = 60_000
/** How often a film that waits for another asks whether it is its turn. */
const NEXT_FILM_MS = 15_000

type Work = (recordingId: string, signal: AbortSignal) => Promise<void>

/**
 * Registers who makes recordings playable, and films of them: in the recorder's process, one after the other of each kind, so that a long
 * film, or many of them, keep nobody from watching a short recording.
 */
export function handleFinishing(): void {
  const finishing = inTurn()
  let composing = false
  handleJobs(finishRecordingJob, ({ recordingId }, run) => finishing(() => attempt(finishByEngine, recordingId, run)))
  handleJobs(composeRecordingJob, async ({ recordingId }, run) => {
    // Does not wait for its turn: it would hold up jobs of other kinds.
    if (composing) return run.postpone(new Date(Date.now() + NEXT_FILM_MS))
    composing = true
    try {
      await attempt(composeRecording, recordingId, run)
    } finally {
      composing = false
    }
  })
}

async function finishByEngine(recordingId: string, signal: AbortSignal): Promise<void> {
  const recording = await db.recording.findUnique({ where: { id: recordingId }, select: { engine: true } })
  await (recording?.engine === 'egress' ? finishEgress : finishRecording)(recordingId, signal)
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

/** What was taken is kept in each case; the recording says why it cannot be watched yet, or at all, or why there is no film. */
async function attempt(work: Work, recordingId: string, run: JobRun): Promise<void> {
  try {
    // A job whose claim ran out may still be at it somewhere, in the same folder.
    const alone = await onlyOne(`recording.finish.${recordingId}`, () => work(recordingId, run.signal))
    if (!alone) run.postpone(new Date(Date.now() + LOOK_AGAIN_MS))
  } catch (error) {
    if (run.signal.aborted) throw error
    const awaited = awaitedBy(error)
    if (!awaited && run.attempt < TRIES) throw error
    log.error({ error, recordingId }, 'a recording cannot be finished')
    await db.$transaction((tx) => tell(tx, recordingId, awaited ?? 'finish.failed'))
    if (awaited) run.postpone(new Date(Date.now() + LOOK_AGAIN_MS))
  }
}

/** What somebody has to see to before it is of any use to try again; ffmpeg says in words that a disk is full. */
function awaitedBy(error: unknown): 'ffmpeg.missing' | 'finish.noRoom' | null {
  if (error instanceof FfmpegMissing) return 'ffmpeg.missing'
  if (!(error instanceof Error)) return null
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' || error.message.includes('No space left on device') ? 'finish.noRoom' : awaitedBy(error.cause)
}

/** Beside why it ended, which stays. */
async function tell(tx: Tx, recordingId: string, heldUpBy: RecordingCause): Promise<void> {
  const recording = await lockRecording(tx, recordingId)
  if (!recording || recording.heldUpBy === heldUpBy) return
  if (recording.state === 'finishing') {
    await changeRecording(tx, recordingId, { heldUpBy, ...(heldUpBy === 'finish.failed' && { state: 'failed' }) })
    if (heldUpBy === 'finish.failed') await dropFollowedUp(tx, recording.sessionId, new Date(), recordingId)
  } else if (recording.state === 'ready' && !recording.composedAt) await changeRecording(tx, recordingId, { heldUpBy })
}
