import type { Viewer } from '#communities/people/contract.ts'
import { Prisma, readRows } from '#platform/db.server.ts'
import type { InboxEntry, InboxKind, InboxPage, InboxView } from './contract.ts'
import { isShownSql } from './shown-items.server.ts'

/** How many matters a page holds, and the most that are read at one time. */
export const INBOX_PAGE_SIZE = 30
export const INBOX_PAGE_MAX = 150

interface Row {
  id: string
  kind: InboxKind
  actorId: string | null
  actorName: string | null
  actorPhotoKey: string | null
  slug: string
  name: string
  roomSlug: string | null
  roomName: string | null
  threadId: string | null
  replyId: string | null
  sessionId: string | null
  actionId: string | null
  excerpt: string
  count: number
  watchable: boolean
  happenedAt: Date
  readAt: Date | null
  doneAt: Date | null
}

const parts: Record<InboxView, Prisma.Sql> = {
  open: Prisma.sql`item."doneAt" IS NULL`,
  unread: Prisma.sql`item."doneAt" IS NULL AND item."readAt" IS NULL`,
  done: Prisma.sql`item."doneAt" IS NOT NULL`,
}

/**
 * A page of the viewer's inbox, newest first: what they may read now. Paged by the place of the last matter, so that what comes in
 * on top neither repeats nor hides anything below.
 */
export async function listInbox(
  viewer: Pick<Viewer, 'id'>,
  { view = 'open', cursor, limit = INBOX_PAGE_SIZE }: { view?: InboxView; cursor?: string | null; limit?: number } = {},
): Promise<InboxPage> {
  const size = Math.min(limit, INBOX_PAGE_MAX)
  const before = cursor ? readCursor(cursor) : null
  const older = before ? Prisma.sql`AND (item."happenedAt", item.id) < (${before.happenedAt}, ${before.id}::uuid)` : Prisma.empty
  const rows = await readEntryRows(Prisma.sql`item."memberId" = ${viewer.id}::uuid AND ${parts[view]} ${older}`, size + 1)
  const page = rows.slice(0, size)
  const last = rows.length > size ? page.at(-1) : undefined
  return { entries: page.map(toEntry), nextCursor: last ? `${last.happenedAt.getTime().toString(36)}_${last.id}` : null }
}

/** One matter of a member's inbox; null where there is none of this id that they may see now. */
export async function findInboxEntry(viewer: Pick<Viewer, 'id'>, itemId: string): Promise<InboxEntry | null> {
  const [row] = await readEntryRows(Prisma.sql`item."memberId" = ${viewer.id}::uuid AND item.id = ${itemId}::uuid`, 1)
  return row ? toEntry(row) : null
}

function readEntryRows(condition: Prisma.Sql, limit: number): Promise<Row[]> {
  return readRows<Row>(Prisma.sql`
    SELECT item.id, item.kind, actor.id AS "actorId", actor.name AS "actorName", actor."photoKey" AS "actorPhotoKey",
      community.slug, community.name, room.slug AS "roomSlug", room.name AS "roomName",
      item."threadId", item."replyId", item."sessionId", item."actionId", COALESCE(action.text, item.excerpt) AS excerpt,
      item.count, (item.kind IN ('sessionMissed', 'followUpPublished') AND EXISTS (
        SELECT 1 FROM "Recording" recording
        WHERE recording."sessionId" = item."sessionId" AND recording."playableAt" IS NOT NULL AND recording.state <> 'deleted'
      )) AS watchable, item."happenedAt", item."readAt", item."doneAt"
    FROM "InboxItem" item
    JOIN "Community" community ON community.id = item."communityId"
    LEFT JOIN "Member" actor ON actor.id = item."actorId"
    LEFT JOIN "Session" session ON session.id = item."sessionId"
    LEFT JOIN "Room" room ON room.id = COALESCE(item."roomId", session."roomId")
    LEFT JOIN "Action" action ON action.id = item."actionId"
    WHERE ${condition} AND ${isShownSql}
    ORDER BY item."happenedAt" DESC, item.id DESC LIMIT ${limit}`)
}

function toEntry(row: Row): InboxEntry {
  const { id, kind, threadId, replyId, sessionId, actionId, excerpt, count, watchable } = row
  return {
    ...{ id, kind, threadId, replyId, sessionId, actionId, excerpt, count, watchable },
    actor: row.actorId ? { id: row.actorId, name: row.actorName ?? '', photoKey: row.actorPhotoKey } : null,
    community: { slug: row.slug, name: row.name },
    room: row.roomSlug && row.roomName ? { slug: row.roomSlug, name: row.roomName } : null,
    happenedAt: row.happenedAt.toISOString(),
    read: row.readAt !== null,
    done: row.doneAt !== null,
  }
}

/** A cursor that is not one of ours starts from the top. */
function readCursor(cursor: string): { happenedAt: Date; id: string } | null {
  const match = /^([0-9a-z]{1,9})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor)
  return match?.[1] && match[2] ? { happenedAt: new Date(Number.parseInt(match[1], 36)), id: match[2] } : null
}
