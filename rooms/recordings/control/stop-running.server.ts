import type { Tx } from '#platform/db.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import type { RecordingCause } from '#rooms/recordings/contract.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'

/** Has the recording of a session that the caller has locked stop, if one is running, and says why: nobody pressed Stop. */
export async function stopRunning(tx: Tx, sessionId: string, cause: RecordingCause): Promise<void> {
  const running = await tx.recording.findFirst({ where: { sessionId, endedAt: null }, select: { id: true } })
  const recording = running && (await lockRecording(tx, running.id))
  if (!recording || recording.endedAt || recording.wanted === 'stop') return
  await changeRecording(tx, recording.id, { wanted: 'stop', cause })
}
