import type { Prisma, Recording, Tx } from '#platform/db.server.ts'
import { signal } from '#platform/signals.server.ts'

/**
 * Changes a recording that the caller has locked: its `rev` grows, and once the transaction is committed every process hears of it
 * (the app tells browsers, the recorder looks at what is wanted).
 */
export async function changeRecording(tx: Tx, recordingId: string, data: Omit<Prisma.RecordingUpdateInput, 'rev'>): Promise<Recording> {
  const recording = await tx.recording.update({ where: { id: recordingId }, data: { ...data, rev: { increment: 1 } } })
  await signal(tx, 'palier_recording', recordingId)
  return recording
}
