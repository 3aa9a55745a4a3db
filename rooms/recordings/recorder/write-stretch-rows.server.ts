import { db } from '#platform/db.server.ts'
import { changeRecording } from '../change-recording.server.ts'
import { type EndedStretch, endStretch, sumStretches } from '../end-recording.server.ts'
import { lockRecording } from '../lock-recording.server.ts'

/**
 * Begins the next stretch of a recording, whose recorder is in the room.
 *
 * @returns its number; null where it is not wanted any more, or is another recorder's
 */
export async function beginStretch(recordingId: string, recorderId: string, startedAt: Date): Promise<number | null> {
  return db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording || recording.endedAt || recording.recorderId !== recorderId || recording.wanted !== 'record') return null
    const number = (await tx.recordingStretch.count({ where: { recordingId } })) + 1
    await tx.recordingStretch.create({ data: { recordingId, number, startedAt, offsetMs: await sumStretches(tx, recordingId) } })
    await changeRecording(tx, recordingId, { state: 'recording', ...(recording.startedAt ? {} : { startedAt }) })
    return number
  })
}

/** Says that a recording is paused; `stretch`: the one that ended with it. */
export async function pauseRecording(recordingId: string, recorderId: string, stretch?: EndedStretch): Promise<void> {
  await changeOwn(recordingId, recorderId, stretch, { state: 'paused' })
}

/** Says that a stretch broke, and the recording goes on or is to go on. */
export async function breakStretch(recordingId: string, recorderId: string, stretch: EndedStretch): Promise<void> {
  await changeOwn(recordingId, recorderId, stretch, {})
}

/** Gives a recording back, for another recorder to take up at once. */
export async function releaseRecording(recordingId: string, recorderId: string, stretch?: EndedStretch): Promise<void> {
  await changeOwn(recordingId, recorderId, stretch, { recorderId: null })
}

async function changeOwn(
  recordingId: string,
  recorderId: string,
  stretch: EndedStretch | undefined,
  data: { state?: 'paused'; recorderId?: null },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording || recording.endedAt || recording.recorderId !== recorderId) return
    if (stretch) await endStretch(tx, recordingId, stretch)
    await changeRecording(tx, recordingId, { ...data, durationMs: await sumStretches(tx, recordingId) })
  })
}
