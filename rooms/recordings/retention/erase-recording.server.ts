import { rm } from 'node:fs/promises'
import { db, type Tx } from '#platform/db.server.ts'
import { removeFile } from '#platform/storage.server.ts'
import { egressFolder } from '#rooms/recordings/egress/egress-file.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { recordingFolder } from '#rooms/recordings/stretch-log.server.ts'

/**
 * Really deletes a recording: first its files, then its rows, so that who is interrupted begins again and leaves nothing behind. What
 * people wrote about moments of it stays, without them.
 *
 * @param stillWanted looks at the locked row whether it is still to go
 */
export async function eraseRecording(recordingId: string, stillWanted: (tx: Tx, recordingId: string) => Promise<boolean>): Promise<void> {
  const marked = await db.$transaction(async (tx) => {
    if (!(await lockRecording(tx, recordingId)) || !(await stillWanted(tx, recordingId))) return false
    // From here on nobody brings it back: a part of it may be gone.
    await tx.recording.update({ where: { id: recordingId }, data: { state: 'deleted', deletedAt: new Date(0) }, select: { id: true } })
    return true
  })
  if (!marked) return
  const { tracks, ...keys } = await db.recording.findUniqueOrThrow({
    where: { id: recordingId },
    select: { filmKey: true, posterKey: true, stripKey: true, tracks: { select: { fileKey: true } } },
  })
  for (const key of [...tracks.map(({ fileKey }) => fileKey), ...Object.values(keys)]) if (key) await removeFile(key)
  for (const folder of [recordingFolder(recordingId), egressFolder(recordingId)]) await rm(folder, { recursive: true, force: true })
  await db.recording.deleteMany({ where: { id: recordingId } })
}
