import { type Asker, readableBy } from '#communities/memberships/permissions.server.ts'
import { db, Prisma } from '#platform/db.server.ts'
import type { SessionCard } from '#rooms/sessions/contract.ts'

/** A card shows so many faces at most, and then how many more there were. */
const FACES_MAX = 12

interface SessionRow extends Omit<SessionCard, 'people'> {
  people: SessionCard['people'] | null
}

/**
 * What the cards of these sessions show, by session id; those that the viewer may not read are left out.
 * One query for all of them, after one for the permission: a feed asks for a page of cards at once.
 */
export async function describeSessions(viewer: Asker, sessionIds: readonly string[]): Promise<Map<string, SessionCard>> {
  if (sessionIds.length === 0) return new Map()
  const readable = await db.session.findMany({
    where: { id: { in: [...new Set(sessionIds)] }, community: readableBy(viewer) },
    select: { id: true },
  })
  if (readable.length === 0) return new Map()
  const rows = await db.$queryRaw<SessionRow[]>`
    SELECT session.id, session.topic, session."openedAt", session."endedAt", session."personCount", session."peakCount",
      json_build_object('id', room.id, 'slug', room.slug, 'name', room.name) AS room,
      json_build_object('id', community.id, 'slug', community.slug, 'name', community.name) AS community,
      present.people
    FROM "Session" session
    JOIN "Room" room ON room.id = session."roomId"
    JOIN "Community" community ON community.id = session."communityId"
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object('id', member.id, 'name', member.name, 'photoKey', member."photoKey")
        ORDER BY first."joinedAt", member.id) AS people
      FROM (
        SELECT visit."memberId", min(visit."joinedAt") AS "joinedAt" FROM "Visit" visit
        WHERE visit."sessionId" = session.id GROUP BY visit."memberId" ORDER BY 2, 1 LIMIT ${FACES_MAX}
      ) first JOIN "Member" member ON member.id = first."memberId"
    ) present ON true
    WHERE session.id IN (${Prisma.join(readable.map(({ id }) => Prisma.sql`${id}::uuid`))})`
  return new Map(rows.map((row) => [row.id, { ...row, people: row.people ?? [] }]))
}
