import { db, type Recording, type StretchEnd, type Tx } from '#platform/db.server.ts'
import { enqueueJob } from '#platform/jobs.server.ts'
import { changeRecording } from './change-recording.server.ts'
import type { RecordingCause } from './contract.ts'
import { finishRecordingJob } from './finishing/finish-job.server.ts'
import { lockRecording } from './lock-recording.server.ts'

export interface EndedStretch {
  number: number
  end: StretchEnd
  durationMs: number
}

/**
 * Ends the taking of a recording, and asks in the same transaction for what was taken to be finished. `cause`: null where people
 * stopped it; a cause that is there already stays. `stretch`: the one that was being written, where its recorder knows how it ended;
 * others that are still open broke when their recorder last said that it is alive.
 *
 * Repeating and racing it changes nothing.
 *
 * @returns whether this call ended it
 */
export async function endRecording(
  recordingId: string,
  cause: RecordingCause | null,
  { stretch, now = new Date() }: { stretch?: EndedStretch | undefined; now?: Date } = {},
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording || recording.endedAt) return false
    if (stretch) await endStretch(tx, recordingId, stretch)
    await endLocked(tx, recording, cause, now)
    return true
  })
}

/** The same for a recording that the caller has locked, and that is not over. */
export async function endLocked(tx: Tx, recording: Recording, cause: RecordingCause | null, now: Date): Promise<void> {
  const { id: recordingId } = recording
  await breakStretches(tx, recording)
  await changeRecording(tx, recordingId, {
    state: 'finishing',
    endedAt: now,
    cause: recording.cause ?? cause,
    durationMs: await sumStretches(tx, recordingId),
  })
  await enqueueJob(tx, finishRecordingJob, { recordingId }, { key: `finish-recording:${recordingId}` })
}

/** Writes how an open stretch ended; one that has ended stays as it is. The caller holds the recording's lock. */
export async function endStretch(tx: Tx, recordingId: string, { number, end, durationMs }: EndedStretch): Promise<void> {
  const open = await tx.recordingStretch.findFirst({ where: { recordingId, number, endedAt: null } })
  if (!open) return
  await tx.recordingStretch.update({
    where: { recordingId_number: { recordingId, number } },
    data: { end, durationMs, endedAt: new Date(open.startedAt.getTime() + durationMs) },
  })
}

/** How long a recording's timeline is by now. */
export async function sumStretches(tx: Tx, recordingId: string): Promise<number> {
  const { _sum } = await tx.recordingStretch.aggregate({ where: { recordingId }, _sum: { durationMs: true } })
  return _sum.durationMs ?? 0
}

async function breakStretches(tx: Tx, { id, aliveAt }: Recording): Promise<void> {
  const open = await tx.recordingStretch.findMany({ where: { recordingId: id, endedAt: null } })
  for (const { number, startedAt } of open) {
    const durationMs = Math.max(0, (aliveAt ?? startedAt).getTime() - startedAt.getTime())
    await endStretch(tx, id, { number, end: 'broken', durationMs })
  }
}
