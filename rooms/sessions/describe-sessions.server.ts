import { type Asker, readsCommunitySql } from '#communities/memberships/permissions.server.ts'
import { Prisma, readRows } from '#platform/db.server.ts'
import { plainTextOf } from '#platform/plain-text.server.ts'
import type { FollowUpCard } from '#rooms/follow-ups/contract.ts'
import { mediaUrl } from '#rooms/recordings/describe-recording.server.ts'
import type { SessionCard } from '#rooms/sessions/contract.ts'

/** A card shows so many faces at most, and then how many more there were. */
const FACES_MAX = 12

/** The first lines of a follow-up, in letters. */
const EXCERPT_MAX = 240
/** Enough HTML for them. */
const EXCERPT_HTML_MAX = 2_000

interface SessionRow extends Omit<SessionCard, 'people' | 'followUp' | 'recordings'> {
  people: SessionCard['people'] | null
  recordings: (Omit<SessionCard['recordings'][number], 'posterUrl'> & { hasPoster: boolean })[] | null
  followUp: (Omit<FollowUpCard, 'excerpt'> & { html: string }) | null
}

/**
 * What the cards of these sessions show, by session id; those that the viewer may not read are left out.
 * One query for all of them: a feed asks for a page of cards at once.
 */
export async function describeSessions(viewer: Asker, sessionIds: readonly string[]): Promise<Map<string, SessionCard>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await readRows<SessionRow>(Prisma.sql`
    SELECT session.id, session.topic, session."openedAt", session."endedAt", session."personCount", session."peakCount",
      json_build_object('id', room.id, 'slug', room.slug, 'name', room.name) AS room,
      json_build_object('id', community.id, 'slug', community.slug, 'name', community.name) AS community,
      present.people, written."followUp", recorded.recordings, json_build_object('count', taken.count, 'openCount', taken."openCount") AS actions
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
    LEFT JOIN LATERAL (
      SELECT json_build_object('state', followup.state, 'ownerId', followup."ownerId", 'ownerName', owner.name,
        'title', CASE WHEN followup.state = 'published' THEN followup.title ELSE '' END,
        'html', CASE WHEN followup.state = 'published' THEN left(followup.html, ${EXCERPT_HTML_MAX}) ELSE '' END) AS "followUp"
      FROM "FollowUp" followup LEFT JOIN "Member" owner ON owner.id = followup."ownerId" WHERE followup."sessionId" = session.id
    ) written ON true
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object('id', recording.id, 'state', recording.state, 'durationMs', recording."durationMs",
        'playable', recording."playableAt" IS NOT NULL, 'hasPoster', recording."posterKey" IS NOT NULL)
        ORDER BY recording."requestedAt", recording.id) AS recordings
      FROM "Recording" recording WHERE recording."sessionId" = session.id AND recording.state <> 'deleted'
    ) recorded ON true
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS count, (count(*) FILTER (WHERE action."doneAt" IS NULL))::int AS "openCount"
      FROM "Action" action WHERE action."sessionId" = session.id AND action."deletedAt" IS NULL
    ) taken
    WHERE session.id = ANY(${[...new Set(sessionIds)]}::uuid[]) AND ${readsCommunitySql(Prisma.sql`${viewer.id}::uuid`)}`)
  return new Map(
    rows.map((row) => [row.id, { ...row, people: row.people ?? [], followUp: followUpOf(row), recordings: recordingsOf(row) }]),
  )
}

function recordingsOf({ recordings }: SessionRow): SessionCard['recordings'] {
  return (recordings ?? []).map(({ hasPoster, ...recording }) => ({
    ...recording,
    posterUrl: hasPoster ? mediaUrl(recording.id, 'poster') : null,
  }))
}

function followUpOf({ followUp }: SessionRow): FollowUpCard | null {
  if (!followUp) return null
  const { html, ...card } = followUp
  // What was cut may end within a tag.
  const words = [...plainTextOf(html.replace(/<[^>]*$/, ''))]
  return { ...card, excerpt: words.length > EXCERPT_MAX ? `${words.slice(0, EXCERPT_MAX).join('')}…` : words.join('') }
}
