import { mkdir } from 'node:fs/promises'
import { db, type EgressRun, type Recording, type RecordingWish, type Tx } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { EgressRefused, startEgress, stopEgress } from '#rooms/livekit/ask-egress.server.ts'
import type { EgressReport } from '#rooms/livekit/read-egress.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { endLocked } from '#rooms/recordings/end-recording.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { egressFolder, pathThere } from './egress-file.server.ts'
import { isOver } from './merge-report.server.ts'
import { takeReport } from './take-report.server.ts'

/** Where none starts, it is tried again for so long. */
export const TRY_FOR_MS = 30_000
const TRY_AGAIN_MS = 3_000
/** A word to stop that was lost, or came too early, is said again. */
const SAY_AGAIN_MS = 5_000

type Found = Recording & { egressRuns: EgressRun[]; session: { endedAt: Date | null } }

/**
 * Has Egress do what people want of a recording: starts a run, stops it to pause or to end, starts the next. One run at a time: it is
 * written down before Egress is asked, and its file's name leads back to it, so that one that was started while we died is known.
 *
 * Call it in one process at a time; repeating it is harmless.
 */
export async function followRecording(recordingId: string, now = new Date()): Promise<void> {
  const found = await db.recording.findUnique({
    where: { id: recordingId, engine: 'egress' },
    include: { egressRuns: { orderBy: { number: 'asc' } }, session: { select: { endedAt: true } } },
  })
  if (!found) return
  const running = found.egressRuns.filter(({ status }) => !isOver(status))
  const wanted = found.endedAt || found.session.endedAt ? 'stop' : found.wanted
  if (wanted !== 'record') for (const run of running) await stopRun(found, run, wanted, now)
  else if (running.length === 0) await startRun(found, now)
  if (wanted !== 'record' && running.length === 0 && !found.endedAt) await db.$transaction((tx) => beDone(tx, recordingId, now))
}

/** Nothing runs, and nothing is wanted to. */
async function beDone(tx: Tx, recordingId: string, now: Date): Promise<void> {
  const recording = await lockRecording(tx, recordingId)
  if (!recording || recording.endedAt) return
  const { endedAt: sessionEndedAt } = await tx.session.findUniqueOrThrow({ where: { id: recording.sessionId }, select: { endedAt: true } })
  if (recording.wanted === 'stop' || sessionEndedAt) {
    await endLocked(tx, recording, recording.wanted === 'stop' ? null : 'session.ended', now)
  } else if (recording.wanted === 'pause' && recording.state !== 'paused') await changeRecording(tx, recordingId, { state: 'paused' })
}

async function startRun({ id: recordingId, sessionId, egressRuns }: Found, now: Date): Promise<void> {
  const refused = egressRuns.slice(egressRuns.findLastIndex(({ status }) => status !== 'refused') + 1)
  const lastTry = refused.at(-1)
  if (lastTry && now.getTime() - lastTry.askedAt.getTime() < TRY_AGAIN_MS) return
  const number = (egressRuns.at(-1)?.number ?? 0) + 1
  const place = { recordingId, number }
  const begun = await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording || recording.endedAt || recording.wanted !== 'record') return false
    await tx.egressRun.create({ data: { ...place, askedAt: now, heardAt: now } })
    return true
  })
  if (!begun) return
  try {
    await mkdir(egressFolder(recordingId), { recursive: true })
    await take(await startEgress(sessionId, pathThere(place)))
  } catch (error) {
    if (!(error instanceof EgressRefused)) throw error
    log.warn({ error, recordingId }, 'Egress did not start')
    if (error.why !== 'unknown') await db.$transaction((tx) => refuse(tx, place, error, now))
  }
}

/** Egress did not start. It is tried again for a while; then the recording is over. */
async function refuse(tx: Tx, place: { recordingId: string; number: number }, error: EgressRefused, now: Date): Promise<void> {
  const recording = await lockRecording(tx, place.recordingId)
  if (!recording) return
  await tx.egressRun.updateMany({ where: { ...place, status: 'asked' }, data: { status: 'refused', error: error.message.slice(0, 500) } })
  await giveUpTrying(tx, recording, error.why === 'absent' ? 'egress.absent' : 'egress.failed', now)
}

/** Ends a recording that the caller has locked, where Egress has not started for too long. */
export async function giveUpTrying(tx: Tx, recording: Recording, cause: 'egress.absent' | 'egress.failed', now: Date): Promise<void> {
  if (recording.endedAt) return
  const runs = await tx.egressRun.findMany({ where: { recordingId: recording.id }, orderBy: { number: 'asc' } })
  const refused = runs.slice(runs.findLastIndex(({ status }) => status !== 'refused') + 1)
  const sinceMs = refused[0]?.askedAt.getTime() ?? now.getTime()
  if (now.getTime() - sinceMs >= TRY_FOR_MS) await endLocked(tx, recording, cause, now)
}

async function stopRun({ id: recordingId }: Found, run: EgressRun, wish: Exclude<RecordingWish, 'record'>, now: Date): Promise<void> {
  if (run.stoppedAt && run.stoppedFor === wish && now.getTime() - run.stoppedAt.getTime() < SAY_AGAIN_MS) return
  // Which one it is, the list will tell.
  if (!run.egressId) return
  await db.egressRun.update({
    where: { recordingId_number: { recordingId, number: run.number } },
    data: { stoppedFor: wish, stoppedAt: now },
  })
  if (run.status === 'ending') return
  try {
    await take(await stopEgress(run.egressId))
  } catch (error) {
    if (!(error instanceof EgressRefused)) throw error
    log.warn({ error, recordingId }, 'Egress could not be told to stop, and is told again in a moment')
  }
}

async function take(report: EgressReport | null): Promise<void> {
  if (report) await db.$transaction((tx) => takeReport(tx, report, new Date()))
}
