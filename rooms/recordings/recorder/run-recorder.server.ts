import { randomUUID } from 'node:crypto'
import { env } from '#platform/env.server.ts'
import { log } from '#platform/log.server.ts'
import { listenForSignals } from '#platform/signals.server.ts'
import { claimRecordings, keepRecordings } from './claim-recordings.server.ts'
import { type RecorderLimits, type TakenRecording, takeRecording } from './take-recording.server.ts'

const BEAT_EVERY_MS = 1_000
const LIMITS: RecorderLimits = { lostAfterMs: 60_000, keepFreeBytes: env.RECORDING_KEEP_FREE_BYTES }

/**
 * Takes recordings until it is stopped: claims those that nobody writes, and says every second that it is alive.
 *
 * @returns stops it: what is being written is closed, and given back for another recorder to go on with
 */
export function startRecorder(limits: RecorderLimits = LIMITS): () => Promise<void> {
  const recorderId = randomUUID()
  const taken = new Map<string, TakenRecording>()
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let current = Promise.resolve()

  const claim = async () => {
    for (const id of await claimRecordings(recorderId, [...taken.keys()])) {
      const recording = takeRecording(id, recorderId, limits)
      taken.set(id, recording)
      void recording.done.then(() => taken.delete(id))
      if (stopped) recording.release()
    }
  }
  const beat = async () => {
    const mine = [...taken.keys()]
    if (mine.length > 0) {
      const kept = new Set(await keepRecordings(recorderId, mine))
      for (const id of mine) if (!kept.has(id)) taken.get(id)?.drop()
    }
    if (!stopped) await claim()
  }
  const schedule = () => {
    timer = setTimeout(() => {
      current = current
        .then(beat)
        .catch((error: unknown) => log.error({ error }, 'recordings could not be looked for'))
        .finally(() => {
          if (!stopped) schedule()
        })
    }, BEAT_EVERY_MS)
  }
  const claimNow = () => {
    current = current.then(async () => {
      if (!stopped) await claim().catch((error: unknown) => log.error({ error }, 'recordings could not be looked for'))
    })
  }

  const stopListening = listenForSignals(
    'palier_recording',
    (id) => {
      const mine = taken.get(id)
      if (mine) mine.wake()
      else claimNow()
    },
    () => {
      for (const recording of taken.values()) recording.wake()
      claimNow()
    },
  )
  schedule()

  return async () => {
    stopped = true
    clearTimeout(timer)
    await Promise.all([stopListening(), current])
    for (const recording of taken.values()) recording.release()
    await Promise.all([...taken.values()].map(({ done }) => done))
  }
}
