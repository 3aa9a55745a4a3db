import { requireStanding } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { Prisma, readRows } from '#platform/db.server.ts'
import type { FeedPage } from './contract.ts'
import { listThreadItems } from './list-thread-items.server.ts'

/** How many threads a page of the feed holds. */
export const FEED_PAGE_SIZE = 20
/** The most that somebody who comes back to where they were gets at once. */
export const FEED_PAGE_MAX = 100
/** So many places are read, as numbers of the statement itself: PostgreSQL plans anew each time for a number that it does not know. */
const STEPS = [FEED_PAGE_SIZE + 1, 51, FEED_PAGE_MAX + 1]

interface Row {
  id: string
  lastActivityAt: Date
}

/**
 * A page of the feed, newest activity first: of one community that the viewer may read, or of all that they belong to.
 *
 * Paged by the place of the last thread (its activity and id), not by an offset: what comes in on top neither repeats nor
 * hides anything below. A thread whose activity moves it up while one pages is found on top.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`
 */
export async function readFeed(
  viewer: Viewer,
  { communityId, cursor, limit = FEED_PAGE_SIZE }: { communityId?: string; cursor?: string | null; limit?: number } = {},
): Promise<FeedPage> {
  const before = cursor ? readCursor(cursor) : null
  const older = before ? Prisma.sql`AND ("lastActivityAt", id) < (${before.lastActivityAt}, ${before.id}::uuid)` : Prisma.empty
  if (communityId) await requireStanding(viewer, { id: communityId }, 'community.read')
  const most = Prisma.raw(String(STEPS.find((step) => step > limit) ?? limit + 1))
  const rows = communityId ? await readOne(communityId, older, most) : await readMine(viewer.id, older, most)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    threads: await listThreadItems(
      viewer,
      page.map((row) => row.id),
    ),
    nextCursor: last ? writeCursor(last) : null,
  }
}

function readOne(communityId: string, older: Prisma.Sql, most: Prisma.Sql): Promise<Row[]> {
  return readRows<Row>(Prisma.sql`
    SELECT id, "lastActivityAt" FROM "Thread"
    WHERE "communityId" = ${communityId}::uuid AND "deletedAt" IS NULL ${older}
    ORDER BY "lastActivityAt" DESC, id DESC LIMIT ${most}`)
}

/** The newest of each of my communities by its own index, then the newest of these: it costs the same whatever the others hold. */
function readMine(memberId: string, older: Prisma.Sql, most: Prisma.Sql): Promise<Row[]> {
  return readRows<Row>(Prisma.sql`
    SELECT newest.id, newest."lastActivityAt"
    FROM "Membership" mine
    JOIN "Community" c ON c.id = mine."communityId" AND c."archivedAt" IS NULL
    CROSS JOIN LATERAL (
      SELECT id, "lastActivityAt" FROM "Thread"
      WHERE "communityId" = c.id AND "deletedAt" IS NULL ${older}
      ORDER BY "lastActivityAt" DESC, id DESC LIMIT ${most}
    ) newest
    WHERE mine."memberId" = ${memberId}::uuid
    ORDER BY newest."lastActivityAt" DESC, newest.id DESC LIMIT ${most}`)
}

function writeCursor(row: Row): string {
  return `${row.lastActivityAt.getTime().toString(36)}_${row.id}`
}

/** A cursor that is not one of ours starts from the top. */
function readCursor(cursor: string): Row | null {
  const match = /^([0-9a-z]{1,9})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor)
  return match?.[1] && match[2] ? { lastActivityAt: new Date(Number.parseInt(match[1], 36)), id: match[2] } : null
}
