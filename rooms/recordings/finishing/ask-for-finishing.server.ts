import type { Tx } from '#platform/db.server.ts'
import { enqueueJob } from '#platform/jobs.server.ts'
import { composeKey, composeRecordingJob } from './compose-job.server.ts'
import { finishRecordingJob } from './finish-job.server.ts'

/** Asks for a recording's film, also where that was tried, and given up, before. */
export async function askForFilm(tx: Tx, recordingId: string, now: Date): Promise<void> {
  await forget(tx, composeKey(recordingId))
  await enqueueJob(tx, composeRecordingJob, { recordingId }, { key: composeKey(recordingId), runAt: now })
}

/** Asks for a recording to be made playable, likewise. */
export async function askForFinishing(tx: Tx, recordingId: string, now: Date): Promise<void> {
  const key = `finish-recording:${recordingId}`
  await forget(tx, key)
  await enqueueJob(tx, finishRecordingJob, { recordingId }, { key, runAt: now })
}

async function forget(tx: Tx, key: string): Promise<void> {
  await tx.job.deleteMany({ where: { key, OR: [{ doneAt: { not: null } }, { failedAt: { not: null } }] } })
}
