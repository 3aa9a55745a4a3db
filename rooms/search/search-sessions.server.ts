import { type Asker, requireStanding } from '#communities/memberships/permissions.server.ts'
import { db, Prisma } from '#platform/db.server.ts'
import type { ExcerptPiece, SessionList } from '#rooms/search/contract.ts'
import { describeSessions } from '#rooms/sessions/describe-sessions.server.ts'
import { findPeople } from './find-people.server.ts'
import { AFTER_HIT, HIT, layMarks } from './lay-marks.server.ts'
import { wordQuery } from './word-query.server.ts'
import { readCursor, writeCursor } from './write-cursor.server.ts'

const PAGE_SIZE = 20

export interface SessionFilter {
  roomId?: string | undefined
  /** A part of the name of somebody who was there. */
  person?: string | undefined
  /** Words, "phrases", -exclusions; in French or English, with or without accents. */
  word?: string | undefined
  cursor?: string | null | undefined
}

interface Row {
  id: string
  openedAt: Date
}

/**
 * The sessions of a community that left something, the newest first: all, or those of a room, with somebody, about something.
 * Paged by the place of the last one.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`
 */
export async function searchSessions(
  viewer: Asker,
  communityId: string,
  { roomId, person = '', word = '', cursor }: SessionFilter = {},
  limit = PAGE_SIZE,
): Promise<SessionList> {
  await requireStanding(viewer, { id: communityId }, 'room.see')
  const conditions = [Prisma.sql`session."communityId" = ${communityId}::uuid AND session."personCount" > 0`]
  if (roomId) conditions.push(Prisma.sql`session."roomId" = ${roomId}::uuid`)
  if (person.trim()) {
    const ids = await findPeople(person.trim())
    conditions.push(
      Prisma.sql`EXISTS (SELECT 1 FROM "Visit" visit WHERE visit."sessionId" = session.id AND visit."memberId" = ANY(${ids}::uuid[]))`,
    )
  }
  const query = word.trim() ? wordQuery(word) : null
  if (query) {
    conditions.push(Prisma.sql`EXISTS (SELECT 1 FROM "SessionText" said WHERE said."sessionId" = session.id AND said.vector @@ ${query})`)
  }
  const before = cursor ? readCursor(cursor) : null
  if (before) conditions.push(Prisma.sql`(session."openedAt", session.id) < (${before.at}, ${before.id}::uuid)`)
  const rows = await db.$queryRaw<Row[]>`
    SELECT session.id, session."openedAt" FROM "Session" session
    JOIN "Thread" thread ON thread."sessionId" = session.id AND thread."deletedAt" IS NULL
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY session."openedAt" DESC, session.id DESC LIMIT ${Prisma.raw(String(limit + 1))}`
  const page = rows.slice(0, limit)
  const ids = page.map(({ id }) => id)
  const [cards, excerpts] = await Promise.all([describeSessions(viewer, ids), query ? readExcerpts(ids, query) : null])
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    sessions: ids.flatMap((id) => {
      const session = cards.get(id)
      return session ? [{ session, excerpt: excerpts?.get(id) ?? [] }] : []
    }),
    nextCursor: last ? writeCursor({ at: last.openedAt, id: last.id }) : null,
  }
}

/** Of each text the part around the first hits: found in the folded text, and shown as it was written, which is as long. */
async function readExcerpts(ids: readonly string[], query: Prisma.Sql): Promise<Map<string, ExcerptPiece[]>> {
  const options = `StartSel=${HIT}, StopSel=${AFTER_HIT}, MaxFragments=1, MaxWords=26, MinWords=12, FragmentDelimiter=${HIT}${AFTER_HIT}`
  const rows = await db.$queryRaw<{ id: string; marked: string; written: string }[]>`
    SELECT said."sessionId" AS id, found.marked,
      substr(said.plain, strpos(said.text, found.bare), length(found.bare)) AS written
    FROM "SessionText" said
    CROSS JOIN LATERAL (SELECT ts_headline('english', said.text, ${query}, ${options}) AS marked) english
    CROSS JOIN LATERAL (
      SELECT CASE WHEN strpos(english.marked, ${HIT}) > 0 THEN english.marked ELSE ts_headline('french', said.text, ${query}, ${options}) END AS marked
    ) either
    CROSS JOIN LATERAL (SELECT either.marked, translate(either.marked, ${HIT + AFTER_HIT}, '') AS bare) found
    WHERE said."sessionId" = ANY(${[...ids]}::uuid[]) AND strpos(found.marked, ${HIT}) > 0 AND strpos(said.text, found.bare) > 0`
  return new Map(rows.map(({ id, marked, written }) => [id, layMarks(marked, written)]))
}
