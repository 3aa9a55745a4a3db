import type { Prisma, Recording, Tx } from '#platform/db.server.ts'
import { signal } from '#platform/signals.server.ts'

/**
 * Changes a recording that the caller has locked: its `rev` grows, and once the transaction is committed every process hears of it
 * (the app tells browsers, the recorder looks at what is wanted). One that ends with it is taken off the room's roster: the room's row
 * is locked after the recording's, never before.
 */
export async function changeRecording(tx: Tx, recordingId: string, data: Omit<Prisma.RecordingUpdateInput, 'rev'>): Promise<Recording> {
  const recording = await tx.recording.update({ where: { id: recordingId }, data: { ...data, rev: { increment: 1 } } })
  if (data.endedAt) await raiseRosterRev(tx, recording.sessionId)
  await signal(tx, 'palier_recording', recordingId)
  return recording
}

/** A room's roster says whether its session is being recorded. */
export async function raiseRosterRev(tx: Tx, sessionId: string): Promise<void> {
  await tx.room.updateMany({ where: { sessions: { some: { id: sessionId } } }, data: { rosterRev: { increment: 1 } } })
}
