import { db } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { changeRecording } from './change-recording.server.ts'
import { endRecording } from './end-recording.server.ts'
import { lockRecording } from './lock-recording.server.ts'

const ABSENT_AFTER_MS = 20_000
const LOST_AFTER_MS = 90_000

/**
 * Ends recordings that no recorder looks after, so that people hear of it: one that was never taken up has failed; one whose recorder
 * has been silent for long, and that no other took over, is finished as far as it was saved. Of Egress' recordings, those that nobody
 * ever asked Egress for; the others are looked after in `egress/`.
 *
 * Repeating and racing it changes nothing.
 */
export async function endAbandoned(now = new Date()): Promise<void> {
  const before = (ms: number) => new Date(now.getTime() - ms)
  const running = { endedAt: null, engine: 'embedded' as const }
  const absent = await db.recording.findMany({
    where: {
      endedAt: null,
      startedAt: null,
      requestedAt: { lt: before(ABSENT_AFTER_MS) },
      OR: [
        { engine: 'embedded', aliveAt: null },
        { engine: 'embedded', aliveAt: { lt: before(ABSENT_AFTER_MS) } },
        { engine: 'egress', egressRuns: { none: {} } },
      ],
    },
    select: { id: true },
  })
  for (const { id } of absent) await failAbsent(id, now)
  const lost = await db.recording.findMany({
    where: { ...running, startedAt: { not: null }, OR: [{ aliveAt: null }, { aliveAt: { lt: before(LOST_AFTER_MS) } }] },
    select: { id: true },
  })
  for (const { id } of lost) {
    log.error({ recordingId: id }, 'a recording lost its recorder, and is finished as far as it was saved')
    await endRecording(id, 'recorder.lost', { now })
  }
}

async function failAbsent(recordingId: string, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording || recording.endedAt || recording.startedAt) return
    await changeRecording(tx, recordingId, { state: 'failed', endedAt: now, cause: 'recorder.absent' })
    log.error({ recordingId }, 'a recording was taken up by no recorder')
  })
}
