import { log } from '#platform/log.server.ts'
import type { RecordingCause } from '../contract.ts'
import { type EndedStretch, endRecording } from '../end-recording.server.ts'
import { freeBytes } from './free-space.server.ts'
import { lookAtRecording, type RecordingLook } from './look-at-recording.server.ts'
import { type Stretch, takeStretch } from './take-stretch.server.ts'
import { beginStretch, breakStretch, pauseRecording, releaseRecording } from './write-stretch-rows.server.ts'

const LOOK_EVERY_MS = 2_000
const TRY_AGAIN_MS = 1_000

export interface RecorderLimits {
  /** LiveKit may be away for so long before the recording ends. */
  lostAfterMs: number
  /** What stays free on the disk. */
  keepFreeBytes: number
}

/** A recording that this process writes. */
export interface TakenRecording {
  /** Something may have changed: looks at it now. */
  wake(): void
  /** It is another's now: closes the files, and writes nothing more about it. */
  drop(): void
  /** Ends what is being written, and gives it back for another recorder to go on. */
  release(): void
  done: Promise<void>
}

/**
 * Writes one recording that was claimed, until it has ended or is another recorder's: follows what people want, goes on after each
 * break in a new stretch, and ends by itself where nothing is left to take.
 *
 * While the database cannot be reached, it writes on with the consent that it knew last.
 */
export function takeRecording(recordingId: string, recorderId: string, limits: RecorderLimits): TakenRecording {
  let mode: 'take' | 'drop' | 'release' = 'take'
  let wake = () => {}
  let current: { number: number; stretch: Stretch; broken: 'livekit' | 'disk' | null } | null = null
  /** Ended, and not in the database yet. */
  let unwritten: EndedStretch | undefined
  let lostSinceMs: number | null = null

  const close = async (end: EndedStretch['end'], why: string): Promise<void> => {
    if (!current) return
    const { number, stretch } = current
    const { durationMs, emptySinceMs } = await stretch.end(why)
    current = null
    // The minute in which somebody could have come back is no part of it.
    unwritten = { number, end, durationMs: why === 'session.ended' ? (emptySinceMs ?? durationMs) : durationMs }
  }
  const finish = async (cause: RecordingCause | null, end: EndedStretch['end'], why: string = cause ?? 'stopped'): Promise<true> => {
    await close(end, why)
    await endRecording(recordingId, cause, { stretch: unwritten })
    log.info({ recordingId, why }, 'a recording has ended')
    return true
  }
  const enter = async ({ sessionId, stretches, allowed }: RecordingLook): Promise<void> => {
    let number: number | null = null
    const stretch = await takeStretch(sessionId, `recorder:${recordingId}:${stretches + 1}`, async (startedAt) => {
      number = await beginStretch(recordingId, recorderId, startedAt)
      return number === null ? null : { recordingId, number }
    })
    if (!stretch || number === null) return
    const entered = { number, stretch, broken: null as 'livekit' | 'disk' | null }
    current = entered
    lostSinceMs = null
    stretch.allow(allowed)
    void stretch.broken.then((why) => {
      entered.broken = why
      wake()
    })
  }

  /** Looks at what is wanted, and does it. True: there is nothing more to do. */
  const step = async (): Promise<boolean> => {
    if (mode === 'release') {
      await close('broken', 'recorder stopped')
      await releaseRecording(recordingId, recorderId, unwritten)
      return true
    }
    // As it was before the look: a room that is closed because its session ended seems lost, too.
    const broken = current?.broken
    const look = await lookAtRecording(recordingId, recorderId)
    if (!look || mode === 'drop') {
      await close('broken', 'taken up by another')
      return true
    }
    current?.stretch.allow(look.allowed)
    if (look.wanted === 'stop') return finish(null, 'stopped', look.cause ?? undefined)
    if (look.sessionEnded) return finish('session.ended', 'stopped')
    if (look.wanted === 'pause') {
      await close('paused', 'paused')
      if (unwritten || !look.paused) await pauseRecording(recordingId, recorderId, unwritten)
      unwritten = undefined
      return false
    }
    if (broken === 'disk' || freeBytes() < limits.keepFreeBytes) return finish('disk.full', 'broken')
    if (broken) {
      await close('broken', 'livekit.lost')
      lostSinceMs ??= performance.now()
    }
    if (unwritten) {
      await breakStretch(recordingId, recorderId, unwritten)
      unwritten = undefined
    }
    if (current) return false
    if (lostSinceMs !== null && performance.now() - lostSinceMs > limits.lostAfterMs) return finish('livekit.lost', 'broken')
    await enter(look).catch((error: unknown) => {
      lostSinceMs ??= performance.now()
      log.warn({ error, recordingId }, 'a recording cannot be taken right now')
    })
    return false
  }

  const run = async () => {
    for (;;) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      try {
        if (await step()) return
      } catch (error) {
        log.error({ error, recordingId }, 'a recording could not be looked after, and is in a moment')
        if (mode !== 'take') {
          await close('broken', 'recorder stopped')
          return
        }
      }
      let timer: NodeJS.Timeout | undefined
      await Promise.race([
        woken,
        new Promise((resolve) => {
          timer = setTimeout(resolve, lostSinceMs === null ? LOOK_EVERY_MS : TRY_AGAIN_MS)
        }),
      ])
      clearTimeout(timer)
    }
  }

  return {
    wake: () => wake(),
    drop() {
      mode = 'drop'
      wake()
    },
    release() {
      mode = 'release'
      wake()
    },
    done: run(),
  }
}
