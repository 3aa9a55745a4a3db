import { type Asker, readsCommunitySql } from '#communities/memberships/permissions.server.ts'
import { instantSql, Prisma, readRows } from '#platform/db.server.ts'
import type { ThreadTalk } from '#rooms/agenda/contract.ts'

/**
 * Where these threads are on an agenda, and when they were discussed live, by thread id: oldest first, and nothing of a community that
 * the viewer may not read. What was on an agenda and was not reached waits for the room's next session, and says so.
 */
export async function describeTalks(viewer: Asker, threadIds: readonly string[]): Promise<Map<string, ThreadTalk[]>> {
  const talks = new Map<string, ThreadTalk[]>()
  if (threadIds.length === 0) return talks
  const rows = await readRows<ThreadTalk & { threadId: string }>(Prisma.sql`
    SELECT item."threadId", item.id AS "itemId", item."sessionId",
      json_build_object('name', room.name, 'slug', room.slug, 'communitySlug', community.slug) AS room, coalesce(spent.spans, '[]') AS spans
    FROM "AgendaItem" item
    JOIN "Room" room ON room.id = item."roomId"
    JOIN "Community" community ON community.id = room."communityId"
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object('startedAt', ${instantSql(Prisma.sql`span."startedAt"`)},
        'endedAt', ${instantSql(Prisma.sql`span."endedAt"`)}) ORDER BY span."startedAt") AS spans
      FROM "AgendaSpan" span WHERE span."itemId" = item.id
    ) spent ON true
    WHERE item."threadId" = ANY(${[...new Set(threadIds)]}::uuid[]) AND item."deletedAt" IS NULL
      AND (spent.spans IS NOT NULL OR (item."doneAt" IS NULL AND room."archivedAt" IS NULL))
      AND ${readsCommunitySql(Prisma.sql`${viewer.id}::uuid`)}
    ORDER BY item.id`)
  for (const { threadId, ...talk } of rows) talks.set(threadId, [...(talks.get(threadId) ?? []), talk])
  return talks
}
