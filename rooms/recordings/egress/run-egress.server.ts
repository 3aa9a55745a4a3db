import { db, onlyOne } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import { log } from '#platform/log.server.ts'
import { listenForSignals } from '#platform/signals.server.ts'
import { checkEgress } from '#rooms/livekit/ask-egress.server.ts'
import { checkRuns } from './check-runs.server.ts'
import { followRecording } from './follow-recording.server.ts'

const LOOK_EVERY_MS = 2_000
const CHECK_EVERY_MS = 30_000

/**
 * Looks after what LiveKit Egress records, in the recorder's process: does at once what people want, and asks every 30 s how the runs
 * are. Each recording is looked after by one process at a time. With none to look after, it is one short query in 30 s.
 *
 * @returns stops it; Egress goes on
 */
export function startEgressEngine(): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let current = Promise.resolve()
  const checkedAtMs = new Map<string, number>()

  const lookAfter = async (recordingId: string) => {
    const due = Date.now() - (checkedAtMs.get(recordingId) ?? 0) >= CHECK_EVERY_MS
    await onlyOne(`recording.egress.${recordingId}`, async () => {
      if (due) {
        checkedAtMs.set(recordingId, Date.now())
        await checkRuns(recordingId)
      }
      await followRecording(recordingId)
    }).catch((error: unknown) => log.error({ error, recordingId }, 'a recording of Egress is looked after in a moment'))
  }
  const look = async () => {
    clearTimeout(timer)
    let waitMs = CHECK_EVERY_MS
    try {
      const ids = await findOpen()
      for (const id of ids) if (!stopped) await lookAfter(id)
      for (const id of checkedAtMs.keys()) if (!ids.includes(id)) checkedAtMs.delete(id)
      if (ids.length > 0) waitMs = LOOK_EVERY_MS
    } catch (error) {
      log.error({ error }, 'recordings of Egress could not be looked for')
      waitMs = LOOK_EVERY_MS
    }
    if (!stopped) timer = setTimeout(lookSoon, waitMs)
  }
  let waiting = false
  const lookSoon = () => {
    if (waiting || stopped) return
    waiting = true
    current = current.then(() => {
      waiting = false
      return look()
    })
  }
  const stopListening = listenForSignals('palier_recording', lookSoon, lookSoon)
  if (env.RECORDING_ENGINE === 'egress') void checkEgress()

  return async () => {
    stopped = true
    clearTimeout(timer)
    await Promise.all([stopListening(), current])
  }
}

/** Recordings of Egress that are not over, and those that are while something of them still runs. */
async function findOpen(): Promise<string[]> {
  const rows = await db.recording.findMany({
    where: {
      engine: 'egress',
      OR: [{ endedAt: null }, { egressRuns: { some: { status: { in: ['asked', 'starting', 'active', 'ending'] } } } }],
    },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}
