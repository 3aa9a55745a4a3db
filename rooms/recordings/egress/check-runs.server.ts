import { db, type EgressRun, type Tx } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { EgressRefused, listEgress } from '#rooms/livekit/ask-egress.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { placeOf } from './egress-file.server.ts'
import { giveUpTrying } from './follow-recording.server.ts'
import { isOver } from './merge-report.server.ts'
import { followRuns, takeReport } from './take-report.server.ts'

/** One that is in no list, and of which nothing was heard for so long, is not there any more. */
const MISSED_AFTER_MS = 45_000
/** While nobody can be asked, Egress may well go on. */
const UNREACHABLE_AFTER_MS = 5 * 60_000
/** It opens a browser, and brings a file to an end: longer than this, and it hangs. */
const STARTING_AT_MOST_MS = 2 * 60_000
const ENDING_AT_MOST_MS = 30 * 60_000

/**
 * Asks Egress how the runs of a recording are that seem to be going on, and takes in its answer: webhooks may be lost. A run that it
 * knows nothing of any more, or that hangs, has ended without a word (`egress.silent`), and the recording with it.
 */
export async function checkRuns(recordingId: string, now = new Date()): Promise<void> {
  const recording = await db.recording.findUnique({
    where: { id: recordingId },
    select: { sessionId: true, egressRuns: { orderBy: { number: 'asc' } } },
  })
  const running = recording?.egressRuns.filter(({ status }) => !isOver(status)) ?? []
  if (!recording || running.length === 0) return
  const listed = await list(recording.sessionId)
  for (const report of listed ?? []) await db.$transaction((tx) => takeReport(tx, report, now))
  const numbers = new Set(listed?.map(({ path }) => placeOf(path)?.number))
  for (const run of running) {
    const missing = listed !== null && !numbers.has(run.number)
    if (hangs(run, missing, now)) await db.$transaction((tx) => giveUp(tx, run, missing, now))
  }
}

async function list(sessionId: string) {
  try {
    return await listEgress(sessionId)
  } catch (error) {
    if (!(error instanceof EgressRefused)) throw error
    log.warn({ error }, 'Egress cannot be asked how its recordings are')
    return null
  }
}

function hangs({ status, askedAt, heardAt, stoppedAt }: EgressRun, missing: boolean, now: Date): boolean {
  const since = (at: Date) => now.getTime() - at.getTime()
  if (since(heardAt) > (missing ? MISSED_AFTER_MS : UNREACHABLE_AFTER_MS)) return true
  if (status === 'starting') return since(askedAt) > STARTING_AT_MOST_MS
  return status === 'ending' && stoppedAt !== null && since(stoppedAt) > ENDING_AT_MOST_MS
}

async function giveUp(tx: Tx, { recordingId, number, askedAt }: EgressRun, missing: boolean, now: Date): Promise<void> {
  const recording = await lockRecording(tx, recordingId)
  const run = await tx.egressRun.findUnique({ where: { recordingId_number: { recordingId, number } } })
  if (!recording || !run || !hangs(run, missing, now)) return
  // Nobody answered when it was asked to start, and it did not.
  const status = run.status === 'asked' ? 'refused' : 'silent'
  await tx.egressRun.update({ where: { recordingId_number: { recordingId, number } }, data: { status } })
  log.error({ recordingId, egressId: run.egressId, askedAt }, 'Egress does not say how a recording is')
  if (status === 'silent') await followRuns(tx, recording, now)
  else await giveUpTrying(tx, recording, 'egress.absent', now)
}
