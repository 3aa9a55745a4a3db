import { Prisma, readRows } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { inboxChanged } from './events/contract.ts'
import { isShownSql } from './shown-items.server.ts'

/**
 * Tells all devices of these members how many matters are unread now. Call it after the commit; what could not be told is told with
 * the next change, or read with the next page.
 */
export async function publishInbox(memberIds: readonly string[]): Promise<void> {
  const told = new Set(memberIds)
  if (told.size === 0) return
  try {
    const unread = await countUnread([...told])
    for (const memberId of told) publish(`member:${memberId}`, inboxChanged, { unread: unread.get(memberId) ?? 0 })
  } catch (error) {
    log.warn({ error }, 'an inbox could not be told')
  }
}

/** Unread matters by member, of what their inboxes show now. */
export async function countUnread(memberIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await readRows<{ memberId: string; unread: number }>(Prisma.sql`
    SELECT item."memberId", count(*)::int AS unread
    FROM "InboxItem" item JOIN "Community" community ON community.id = item."communityId"
    WHERE item."memberId" = ANY(${[...memberIds]}::uuid[]) AND item."doneAt" IS NULL AND item."readAt" IS NULL AND ${isShownSql}
    GROUP BY item."memberId"`)
  return new Map(rows.map(({ memberId, unread }) => [memberId, unread]))
}
