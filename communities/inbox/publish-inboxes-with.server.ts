import { db, type Prisma } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { publishInbox } from './publish-inbox.server.ts'

/**
 * Tells those whose inbox holds such matters, where what is shown of these changed without being written there: a deletion, its
 * undoing, a door that closed. Call it after the commit; what could not be told is told with the next change.
 */
export async function publishInboxesWith(matters: Prisma.InboxItemWhereInput): Promise<void> {
  try {
    const held = await db.inboxItem.findMany({ where: { ...matters, doneAt: null }, distinct: ['memberId'], select: { memberId: true } })
    await publishInbox(held.map(({ memberId }) => memberId))
  } catch (error) {
    log.warn({ error }, 'inboxes could not be told')
  }
}
