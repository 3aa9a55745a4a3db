import { type Asker, readsCommunitySql, requireStanding } from '#communities/memberships/permissions.server.ts'
import { db, Prisma, type Recording } from '#platform/db.server.ts'
import { findPeople } from '#rooms/search/find-people.server.ts'
import { wordQuery } from '#rooms/search/word-query.server.ts'
import { readCursor, writeCursor } from '#rooms/search/write-cursor.server.ts'
import { describeSessions } from '#rooms/sessions/describe-sessions.server.ts'
import { describeRecording, recordingCardSelect } from '../describe-recording.server.ts'
import { expiryOf } from '../retention/describe-expiry.server.ts'
import { findSaid } from '../transcripts/find-said.server.ts'
import type { FoundRecording, RecordingList } from './contract.ts'

const PAGE_SIZE = 20

export interface RecordingFilter {
  /** Of one community; without it, of all that the viewer belongs to. */
  communityId?: string | undefined
  roomId?: string | undefined
  /** A part of the name of somebody who was there. */
  person?: string | undefined
  /** Words that were written in the session, or said in the recording. */
  word?: string | undefined
  cursor?: string | null | undefined
}

/**
 * The recordings that a viewer may watch, the newest first: those of a community, or of all of theirs; all, or of a room, with somebody,
 * about something. Deleted ones are left out. Paged by the place of the last one.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`
 */
export async function searchRecordings(
  viewer: Asker,
  { communityId, roomId, person = '', word = '', cursor }: RecordingFilter = {},
  now = new Date(),
): Promise<RecordingList> {
  const conditions = [Prisma.sql`recording.state <> 'deleted'`]
  if (communityId) {
    await requireStanding(viewer, { id: communityId }, 'recording.watch')
    conditions.push(Prisma.sql`recording."communityId" = ${communityId}::uuid`)
  } else {
    const mine = await db.membership.findMany({ where: { memberId: viewer.id }, select: { communityId: true } })
    conditions.push(Prisma.sql`recording."communityId" = ANY(${mine.map((membership) => membership.communityId)}::uuid[])`)
    conditions.push(readsCommunitySql(Prisma.sql`${viewer.id}::uuid`))
  }
  if (roomId) conditions.push(Prisma.sql`session."roomId" = ${roomId}::uuid`)
  if (person.trim()) {
    const ids = await findPeople(person.trim())
    conditions.push(
      Prisma.sql`EXISTS (SELECT 1 FROM "Visit" visit WHERE visit."sessionId" = session.id AND visit."memberId" = ANY(${ids}::uuid[]))`,
    )
  }
  const query = word.trim() ? wordQuery(word) : null
  if (query) {
    conditions.push(Prisma.sql`(
      EXISTS (SELECT 1 FROM "SessionText" written WHERE written."sessionId" = session.id AND written.vector @@ ${query})
      OR EXISTS (SELECT 1 FROM "TranscriptLine" line WHERE line."recordingId" = recording.id AND line.vector @@ ${query}))`)
  }
  const before = cursor ? readCursor(cursor) : null
  if (before) conditions.push(Prisma.sql`(recording."requestedAt", recording.id) < (${before.at}, ${before.id}::uuid)`)
  const rows = await db.$queryRaw<{ id: string; requestedAt: Date }[]>`
    SELECT recording.id, recording."requestedAt" FROM "Recording" recording
    JOIN "Session" session ON session.id = recording."sessionId"
    JOIN "Community" community ON community.id = recording."communityId"
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY recording."requestedAt" DESC, recording.id DESC LIMIT ${PAGE_SIZE + 1}`
  const page = rows.slice(0, PAGE_SIZE)
  const last = rows.length > PAGE_SIZE ? page.at(-1) : undefined
  return {
    recordings: await describeFound(
      viewer,
      page.map(({ id }) => id),
      query,
      now,
    ),
    nextCursor: last ? writeCursor({ at: last.requestedAt, id: last.id }) : null,
  }
}

/** What a list shows of these recordings, in their order. */
async function describeFound(viewer: Asker, ids: readonly string[], query: Prisma.Sql | null, now: Date): Promise<FoundRecording[]> {
  const [rows, workspace, said] = await Promise.all([
    db.recording.findMany({
      where: { id: { in: [...ids] } },
      select: {
        ...recordingCardSelect,
        endedAt: true,
        kept: true,
        expiryToldAt: true,
        community: { select: { keepRecordingsDays: true } },
        watches: { where: { memberId: viewer.id }, select: { positionMs: true, finishedAt: true } },
      },
    }),
    db.workspace.findFirst({ select: { keepRecordingsDays: true } }),
    query ? findSaid(ids, query) : null,
  ])
  const sessions = await describeSessions(
    viewer,
    rows.map(({ sessionId }) => sessionId),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id): FoundRecording[] => {
    const row = byId.get(id)
    const session = row && sessions.get(row.sessionId)
    if (!session) return []
    const place = row.watches[0]
    const rules = { keepRecordingsDays: row.community.keepRecordingsDays, workspaceKeepsDays: workspace?.keepRecordingsDays ?? null }
    return [
      {
        recording: describeRecording(row satisfies Partial<Recording>, expiryOf(row, rules, now)),
        room: session.room,
        community: session.community,
        title: session.followUp?.title || session.topic,
        people: session.people,
        personCount: session.personCount,
        watched: place ? { positionMs: place.positionMs, finished: place.finishedAt !== null } : null,
        said: said?.get(id) ?? null,
      },
    ]
  })
}
