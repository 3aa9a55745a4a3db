import { db } from '#platform/db.server.ts'

/** How long something deleted can still be brought back. */
const DELETED_KEPT_MS = 30 * 24 * 60 * 60 * 1000

/** Really deletes posts and replies that were deleted more than 30 days ago, with their replies and reactions. Repeating it does nothing. */
export async function purgeDeleted(now = new Date()): Promise<void> {
  const where = { deletedAt: { lt: new Date(now.getTime() - DELETED_KEPT_MS) } }
  await db.reply.deleteMany({ where })
  await db.thread.deleteMany({ where })
}
