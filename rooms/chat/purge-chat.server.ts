import { db } from '#platform/db.server.ts'

/** As with posts and replies. */
const DELETED_KEPT_MS = 30 * 24 * 60 * 60 * 1000

/** Really empties lines that were deleted more than 30 days ago. Their places stay: no later line takes one again. */
export async function purgeChat(now = new Date()): Promise<void> {
  const where = { deletedAt: { lt: new Date(now.getTime() - DELETED_KEPT_MS) }, markdown: { not: '' } }
  await db.chatLine.updateMany({ where, data: { markdown: '', html: '' } })
}
