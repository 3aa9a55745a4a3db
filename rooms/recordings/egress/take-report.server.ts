import type { EgressRun, Recording, StretchEnd, Tx } from '#platform/db.server.ts'
import { enqueueJob } from '#platform/jobs.server.ts'
import type { EgressReport } from '#rooms/livekit/read-egress.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import type { RecordingCause } from '#rooms/recordings/contract.ts'
import { endLocked, endStretch, sumStretches } from '#rooms/recordings/end-recording.server.ts'
import { finishRecordingJob } from '#rooms/recordings/finishing/finish-job.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { placeOf } from './egress-file.server.ts'
import { isOver, mergeReport } from './merge-report.server.ts'

/**
 * Takes in what Egress says of one of its runs, wherever it was heard (an answer, a webhook, the list), and lets the recording follow:
 * its stretch, its state, and its end where the run ended by itself.
 *
 * The same again, and older news, change nothing.
 *
 * @returns false where it is no run of ours
 */
export async function takeReport(tx: Tx, report: EgressReport, now: Date): Promise<boolean> {
  const place = placeOf(report.path)
  const recording = place && (await lockRecording(tx, place.recordingId))
  if (!place || recording?.sessionId !== report.sessionId) return false
  const where = { recordingId_number: place }
  const known = await tx.egressRun.findUnique({ where })
  if (!known) return false
  await tx.egressRun.update({ where, data: { ...mergeReport(known, report), heardAt: now } })
  await followRuns(tx, recording, now)
  return true
}

/** Makes a recording that the caller has locked what its runs say. Repeating it changes nothing. */
export async function followRuns(tx: Tx, recording: Recording, now: Date): Promise<void> {
  const { id: recordingId } = recording
  const runs = await tx.egressRun.findMany({ where: { recordingId }, orderBy: { number: 'asc' } })
  for (const run of runs) await writeStretch(tx, recording, run)
  const last = runs.findLast(({ status }) => status !== 'refused')
  if (!last) return
  if (recording.endedAt) return comeBack(tx, recording, last)
  if (!isOver(last.status)) {
    if (last.status !== 'active' || last.stoppedFor || recording.state === 'recording') return
    await changeRecording(tx, recordingId, { state: 'recording', startedAt: recording.startedAt ?? last.startedAt ?? now })
    return
  }
  const cause = await causeOf(tx, recording, last)
  if (cause !== null || last.stoppedFor === 'stop') await endLocked(tx, recording, cause, last.endedAt ?? now)
  else if (recording.state !== 'paused') {
    await changeRecording(tx, recordingId, { state: 'paused', durationMs: await sumStretches(tx, recordingId) })
  }
}

async function writeStretch(tx: Tx, { id: recordingId, state }: Recording, run: EgressRun): Promise<void> {
  const { number, startedAt, status } = run
  if (!startedAt || state === 'deleted') return
  const offsetMs = await sumStretches(tx, recordingId)
  await tx.recordingStretch.createMany({ data: [{ recordingId, number, startedAt, offsetMs }], skipDuplicates: true })
  if (!isOver(status)) return
  const durationMs = run.durationMs || Math.max(0, (run.endedAt ?? run.heardAt).getTime() - startedAt.getTime())
  await endStretch(tx, recordingId, { number, end: endOf(run), durationMs })
}

function endOf({ status, stoppedFor }: EgressRun): StretchEnd {
  if (status !== 'complete') return 'broken'
  return stoppedFor === 'pause' ? 'paused' : 'stopped'
}

/** Why a recording ended with this run; null: people stopped or paused it. */
async function causeOf(tx: Tx, { sessionId, wanted }: Recording, { status, stoppedFor }: EgressRun): Promise<RecordingCause | null> {
  if (status === 'silent') return 'egress.silent'
  if (status === 'failed') return 'egress.failed'
  if (status === 'limitReached') return 'egress.limitReached'
  const session = await tx.session.findUniqueOrThrow({ where: { id: sessionId }, select: { endedAt: true, emptySince: true } })
  const nobody = session.endedAt !== null || session.emptySince !== null
  // One that was stopped while it started is aborted, and did as it was told.
  if (stoppedFor) return nobody && wanted !== 'stop' ? 'session.ended' : null
  return nobody ? 'session.ended' : 'egress.aborted'
}

/** A run that was given up says after all that it is complete: what failed for it is finished now. */
async function comeBack(tx: Tx, { id: recordingId, state, cause }: Recording, { number, status, bytes }: EgressRun): Promise<void> {
  if (state !== 'failed' || cause !== 'egress.silent' || (status !== 'complete' && status !== 'limitReached') || bytes === 0n) return
  const isNew = await enqueueJob(tx, finishRecordingJob, { recordingId }, { key: `finish-recording:${recordingId}:${number}` })
  if (isNew) await changeRecording(tx, recordingId, { state: 'finishing', cause: null, heldUpBy: null })
}
