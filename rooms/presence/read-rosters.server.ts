import { type Db, db, Prisma, readRows } from '#platform/db.server.ts'
import type { Roster, RosterPerson } from '#rooms/presence/contract.ts'

interface RosterRow {
  roomId: string
  communityId: string
  slug: string
  name: string
  door: Roster['door']
  rev: number
  sessionId: string | null
  topic: string
  openedAt: Date
  threadId: string | null
  now: NonNullable<Roster['session']>['now']
  recording: boolean
  people: RosterPerson[]
}

/** Which rosters are read: of these rooms, or of rooms that are not archived. `only`: where somebody is, or where a session is open. */
export type RosterFilter = { roomIds: string[] } | { communityId: string } | { memberId: string; only: 'withPeople' | 'inSession' }

/**
 * Reads rosters in one statement, so that `rev` and what it stands for are of one moment.
 * It asks for no permission: whoever calls it did, or tells only those who may hear.
 */
export async function readRosters(filter: RosterFilter, client: Db = db): Promise<Roster[]> {
  const rows = await readRows<RosterRow>(
    Prisma.sql`
    SELECT room.id AS "roomId", room."communityId", room.slug, room.name, room.door, room."rosterRev" AS rev,
      session.id AS "sessionId", session.topic, session."openedAt", thread.id AS "threadId",
      CASE WHEN line.id IS NOT NULL THEN json_build_object('itemId', line.id, 'title', line.title,
        'since', to_char(span."startedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS now,
      EXISTS (SELECT 1 FROM "Recording" recording WHERE recording."sessionId" = session.id AND recording."endedAt" IS NULL) AS recording,
      coalesce(inside.people, '[]') AS people
    FROM "Room" room
    LEFT JOIN "Session" session ON session."roomId" = room.id AND session."endedAt" IS NULL AND session."personCount" > 0
    LEFT JOIN "Thread" thread ON thread."sessionId" = session.id AND thread."deletedAt" IS NULL
    LEFT JOIN ("AgendaSpan" span JOIN "AgendaItem" line ON line.id = span."itemId")
      ON span."sessionId" = session.id AND span."endedAt" IS NULL
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object(
        'id', member.id, 'name', member.name, 'photoKey', member."photoKey",
        'since', to_char(visit."joinedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      ) ORDER BY visit."joinedAt", member.id) AS people
      FROM "Visit" visit JOIN "Member" member ON member.id = visit."memberId"
      WHERE visit."sessionId" = session.id AND visit."leftAt" IS NULL
    ) inside ON true
    WHERE ${conditionOf(filter)}
    ORDER BY room.position, room.id`,
    client,
  )
  return rows.map(({ sessionId, topic, openedAt, threadId, now, recording, ...roster }) => ({
    ...roster,
    session: sessionId ? { id: sessionId, topic, openedAt: openedAt.toISOString(), threadId, now, recording } : null,
  }))
}

function conditionOf(filter: RosterFilter): Prisma.Sql {
  if ('roomIds' in filter) return Prisma.sql`room.id = ANY(${filter.roomIds}::uuid[])`
  if ('communityId' in filter) return Prisma.sql`room."communityId" = ${filter.communityId}::uuid AND room."archivedAt" IS NULL`
  const there = filter.only === 'withPeople' ? Prisma.sql`inside.people IS NOT NULL` : Prisma.sql`session.id IS NOT NULL`
  return Prisma.sql`${there} AND room."communityId" IN (
    SELECT membership."communityId" FROM "Membership" membership JOIN "Community" community ON community.id = membership."communityId"
    WHERE membership."memberId" = ${filter.memberId}::uuid AND community."archivedAt" IS NULL)`
}
