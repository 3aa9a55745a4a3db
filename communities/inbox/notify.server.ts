import { queuePushes } from '#communities/notices/queue-pushes.server.ts'
import { type InboxKind, Prisma, type Tx } from '#platform/db.server.ts'

/** Something that a member should look at. */
export interface Notice {
  memberId: string
  communityId: string
  kind: InboxKind
  /** Names the matter: what happens to it again moves the same item up. */
  key: string
  /** Who did it. Nobody is told of what they did themselves. */
  actorId?: string | null
  threadId?: string | null
  replyId?: string | null
  roomId?: string | null
  sessionId?: string | null
  actionId?: string | null
  joinRequestId?: string | null
  recordingId?: string | null
  /** The first words of what was written, as plain text. */
  excerpt?: string
}

const EXCERPT_MAX = 200

/** As much of a text as an inbox tells. */
export function excerptOf(text: string): string {
  return [...text].slice(0, EXCERPT_MAX).join('')
}

/**
 * Puts matters into members' inboxes, in the transaction of what happened: a new item, or one that was there (read, or even done)
 * comes up again as unread. Call `publishInbox` with the answer after the commit.
 *
 * Who allowed a browser to tell them is told there of what cannot wait (notices/queue-pushes.server.ts).
 *
 * It asks for no permission: the inbox shows a person only what they may read at the time of reading.
 *
 * @returns the ids of the members who have something new
 */
export async function notify(tx: Tx, notices: readonly Notice[], now = new Date()): Promise<string[]> {
  const wanted = new Map<string, Notice>()
  for (const notice of notices) {
    if (notice.actorId !== notice.memberId) wanted.set(`${notice.memberId} ${notice.key}`, notice)
  }
  // Always in the same order: two who tell the same people at once do not wait for each other crosswise.
  const ordered = [...wanted.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, notice]) => notice)
  if (ordered.length === 0) return []
  const id = (value: string | null | undefined) => Prisma.sql`${value ?? null}::uuid`
  const rows = ordered.map(
    (notice) => Prisma.sql`(gen_random_uuid(), ${id(notice.memberId)}, ${id(notice.communityId)}, ${notice.kind}::"InboxKind",
      ${notice.key}, ${id(notice.actorId)}, ${id(notice.threadId)}, ${id(notice.replyId)}, ${id(notice.roomId)}, ${id(notice.sessionId)},
      ${id(notice.actionId)}, ${id(notice.joinRequestId)}, ${id(notice.recordingId)}, ${excerptOf(notice.excerpt ?? '')}, ${now}::timestamptz)`,
  )
  const items = await tx.$queryRaw<{ id: string; memberId: string; kind: InboxKind }[]>`
    INSERT INTO "InboxItem" AS item (id, "memberId", "communityId", kind, key, "actorId", "threadId", "replyId", "roomId", "sessionId",
      "actionId", "joinRequestId", "recordingId", excerpt, "happenedAt")
    VALUES ${Prisma.join(rows)}
    ON CONFLICT ("memberId", key) DO UPDATE SET
      kind = excluded.kind, "actorId" = excluded."actorId", "threadId" = excluded."threadId", "replyId" = excluded."replyId",
      "roomId" = excluded."roomId", "sessionId" = excluded."sessionId", "actionId" = excluded."actionId",
      "joinRequestId" = excluded."joinRequestId",
      "recordingId" = excluded."recordingId", excerpt = excluded.excerpt,
      count = CASE WHEN item."readAt" IS NULL AND item."doneAt" IS NULL THEN item.count + 1 ELSE 1 END,
      "happenedAt" = GREATEST(item."happenedAt", excluded."happenedAt"), "readAt" = NULL, "doneAt" = NULL
    RETURNING item.id, item."memberId", item.kind`
  await queuePushes(tx, items, now)
  return [...new Set(ordered.map(({ memberId }) => memberId))]
}
