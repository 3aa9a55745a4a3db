import type { Recording, Tx } from '#platform/db.server.ts'
import { enqueueJob } from '#platform/jobs.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { chooseEngine } from './choose-engine.server.ts'
import { transcribeKey, transcribeRecordingJob } from './transcribe-job.server.ts'

/**
 * Asks for what was said in a recording to be written down, also where that was tried, and given up, before: what people put right
 * stays. The caller has locked the recording. Asking while it waits or runs changes nothing.
 *
 * @returns false where there is no engine for it, or nothing to listen to
 */
export async function askForTranscript(tx: Tx, recording: Recording, now: Date): Promise<boolean> {
  if (!canBeHeard(recording) || !(await chooseEngine(tx, recording.id))) return false
  if (recording.transcriptState !== 'waiting' && recording.transcriptState !== 'running') {
    await changeRecording(tx, recording.id, { transcriptState: 'waiting', transcriptCause: null, transcribed: 0 })
  }
  const key = transcribeKey(recording.id)
  await tx.job.deleteMany({ where: { key, OR: [{ doneAt: { not: null } }, { failedAt: { not: null } }] } })
  await enqueueJob(tx, transcribeRecordingJob, { recordingId: recording.id }, { key, runAt: now })
  return true
}

/** Whether there is sound of a recording: its tracks, or its film. */
export function canBeHeard({ state, playableAt, partsRemovedAt, filmKey }: Recording): boolean {
  return state === 'ready' && playableAt !== null && (partsRemovedAt === null || filmKey !== null)
}
