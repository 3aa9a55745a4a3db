import { db } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { expiryOf } from './describe-expiry.server.ts'
import { eraseRecording } from './erase-recording.server.ts'
import { listExpiring } from './list-expiring.server.ts'
import { readRetention } from './read-retention.server.ts'
import { removeParts } from './remove-parts.server.ts'
import { warnOfExpiry } from './warn-of-expiry.server.ts'

/** How long a deleted recording can still be brought back. */
const DELETED_KEPT_MS = 30 * 24 * 60 * 60_000

/**
 * Once an hour, in one process of all: tells of recordings that go in a week, erases those whose time is over or that were deleted 30
 * days ago, and lets go of parts. One that cannot be erased keeps no other from it.
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
}

async function erase(id: string, stillWanted: Parameters<typeof eraseRecording>[1]): Promise<void> {
  await eraseRecording(id, stillWanted).catch((error: unknown) => log.error({ error, recordingId: id }, 'a recording could not be erased'))
}
