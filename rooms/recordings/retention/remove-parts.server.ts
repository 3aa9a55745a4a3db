import { rm } from 'node:fs/promises'
import { db } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { removeFile } from '#platform/storage.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { egressFolder } from '#rooms/recordings/egress/egress-file.server.ts'
import { removeTaken } from '#rooms/recordings/finishing/remove-taken.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'

const DAY_MS = 24 * 60 * 60_000

/**
 * Lets go of each person's sound and picture by themselves, so many days after the end as the workspace says, once the film is there and
 * nobody is writing down what was said. The film stays. First the files go, also those that nobody could pack, then the rows: who is
 * interrupted begins again. One that cannot be removed keeps no other from it.
 */
export async function removeParts(now = new Date()): Promise<void> {
  const workspace = await db.workspace.findFirst({ select: { keepRecordingPartsDays: true } })
  if (!workspace) return
  const endedBefore = new Date(now.getTime() - workspace.keepRecordingPartsDays * DAY_MS)
  const due = await db.recording.findMany({
    where: {
      state: 'ready',
      composedAt: { not: null },
      partsRemovedAt: null,
      endedAt: { lt: endedBefore },
      transcriptState: { notIn: ['waiting', 'running'] },
    },
    select: { id: true },
  })
  for (const { id } of due) {
    await removePartsOf(id, now).catch((error: unknown) =>
      log.error({ error, recordingId: id }, 'the parts of a recording could not be removed'),
    )
  }
}

async function removePartsOf(recordingId: string, now: Date): Promise<void> {
  const tracks = await db.recordingTrack.findMany({ where: { recordingId }, select: { fileKey: true } })
  for (const { fileKey } of tracks) await removeFile(fileKey)
  await removeTaken(recordingId)
  await rm(egressFolder(recordingId), { recursive: true, force: true })
  await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording || recording.partsRemovedAt) return
    await tx.recordingTrack.deleteMany({ where: { recordingId } })
    await changeRecording(tx, recordingId, { partsRemovedAt: now, bytes: recording.bytes - recording.partBytes, partBytes: 0 })
  })
}
