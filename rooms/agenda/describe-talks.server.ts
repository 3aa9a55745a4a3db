import { type Asker, readableBy } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import type { ThreadTalk } from '#rooms/agenda/contract.ts'

/**
 * Where these threads are on an agenda, and when they were discussed live, by thread id: oldest first, and nothing of a community that
 * the viewer may not read. What was on an agenda and was not reached waits for the room's next session, and says so.
 */
export async function describeTalks(viewer: Asker, threadIds: readonly string[]): Promise<Map<string, ThreadTalk[]>> {
  const talks = new Map<string, ThreadTalk[]>()
  if (threadIds.length === 0) return talks
  const items = await db.agendaItem.findMany({
    where: {
      threadId: { in: [...new Set(threadIds)] },
      deletedAt: null,
      room: { community: readableBy(viewer) },
      OR: [{ spans: { some: {} } }, { doneAt: null, room: { archivedAt: null } }],
    },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      threadId: true,
      sessionId: true,
      room: { select: { name: true, slug: true, community: { select: { slug: true } } } },
      spans: { orderBy: { startedAt: 'asc' }, select: { startedAt: true, endedAt: true } },
    },
  })
  for (const { id, threadId, sessionId, room, spans } of items) {
    if (!threadId) continue
    const talk: ThreadTalk = {
      itemId: id,
      room: { name: room.name, slug: room.slug, communitySlug: room.community.slug },
      sessionId,
      spans: spans.map(({ startedAt, endedAt }) => ({ startedAt: startedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null })),
    }
    talks.set(threadId, [...(talks.get(threadId) ?? []), talk])
  }
  return talks
}
