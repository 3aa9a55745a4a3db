import type { Recording, Tx } from '#platform/db.server.ts'

/** Takes the lock under which a recording is changed, one transaction after the other (after the session's, where both are held). Null: no such recording. */
export async function lockRecording(tx: Tx, recordingId: string): Promise<Recording | null> {
  await tx.$queryRaw`SELECT 1 FROM "Recording" WHERE id = ${recordingId}::uuid FOR UPDATE`
  return tx.recording.findUnique({ where: { id: recordingId } })
}
