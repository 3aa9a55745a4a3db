import { db } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { DELETED_KEPT_MS, expiryOf } from './describe-expiry.server.ts'
import { eraseRecording } from './erase-recording.server.ts'
import { listExpiring } from './list-expiring.server.ts'
import { readRetention } from './read-retention.server.ts'
import { removeParts } from './remove-parts.server.ts'
import { warnOfExpiry } from './warn-of-expiry.server.ts'

/**
 * Once an hour, in one process of all: tells of recordings that go in a week, erases those whose time is over or that were deleted 30
 * days ago, lets go of parts, and forgets what lines said that were taken out of transcripts. One that cannot be erased keeps no other from it.
 */
export async function lookAfterRecordings(now = new Date()): Promise<void> {
  await warnOfExpiry(now)
  for (const id of await listExpiring(now)) {
    await erase(id, async (tx, recordingId) => {
      const recording = await tx.recording.findUniqueOrThrow({ where: { id: recordingId } })
      const expiresAt = expiryOf(recording, await readRetention(recording.communityId, tx), now)
      return recording.expiryToldAt !== null && expiresAt !== null && expiresAt <= now
    })
  }
  const deletedBefore = { lt: new Date(now.getTime() - DELETED_KEPT_MS) }
  for (const { id } of await db.recording.findMany({ where: { state: 'deleted', deletedAt: deletedBefore }, select: { id: true } })) {
    await erase(id, async (tx, recordingId) => (await tx.recording.count({ where: { id: recordingId, deletedAt: deletedBefore } })) > 0)
  }
  await removeParts(now)
  await db.transcriptLine.updateMany({ where: { text: '', heard: { not: null }, editedAt: deletedBefore }, data: { heard: null } })
}

async function erase(id: string, stillWanted: Parameters<typeof eraseRecording>[1]): Promise<void> {
  await eraseRecording(id, stillWanted).catch((error: unknown) => log.error({ error, recordingId: id }, 'a recording could not be erased'))
}
