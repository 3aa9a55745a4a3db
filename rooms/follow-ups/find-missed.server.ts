import type { Tx } from '#platform/db.server.ts'
import type { Trace } from '#rooms/follow-ups/contract.ts'

/** Who comes often enough to miss a room's session. */
const LAST_SESSIONS = 5

interface SessionPlace {
  id: string
  roomId: string
  communityId: string
}

/** The members whom lines of a session's chat name. */
export async function findMentionedInChat(tx: Tx, sessionId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ memberId: string }[]>`
    SELECT DISTINCT (regexp_matches(html, 'data-member="([0-9a-f-]{36})"', 'g'))[1] AS "memberId"
    FROM "ChatLine" WHERE "sessionId" = ${sessionId}::uuid AND "deletedAt" IS NULL AND html LIKE '%data-member=%'`
  return rows.map(({ memberId }) => memberId)
}

/**
 * The members of the community whom a session that is over concerns and who were not there: they had said so, had something on the
 * agenda, were named in the chat, got an action, or were in one of the room's last five sessions.
 */
export async function findMissed(tx: Tx, session: SessionPlace, trace: Pick<Trace, 'missed'>): Promise<string[]> {
  const concerned = [...trace.missed.map(({ id }) => id), ...(await findMentionedInChat(tx, session.id))]
  const rows = await tx.$queryRaw<{ memberId: string }[]>`
    WITH recent AS (
      SELECT before.id FROM "Session" before
      JOIN "Thread" thread ON thread."sessionId" = before.id AND thread."deletedAt" IS NULL
      WHERE before."roomId" = ${session.roomId}::uuid AND before."endedAt" IS NOT NULL AND before.id <> ${session.id}::uuid
      ORDER BY before."openedAt" DESC LIMIT ${LAST_SESSIONS}
    )
    SELECT membership."memberId" FROM "Membership" membership
    JOIN "Member" member ON member.id = membership."memberId" AND member."deactivatedAt" IS NULL
    WHERE membership."communityId" = ${session.communityId}::uuid
      AND NOT EXISTS (SELECT 1 FROM "Visit" visit WHERE visit."sessionId" = ${session.id}::uuid AND visit."memberId" = member.id)
      AND (member.id = ANY(${concerned}::uuid[])
        OR EXISTS (SELECT 1 FROM "Action" action
          WHERE action."sessionId" = ${session.id}::uuid AND action."assigneeId" = member.id AND action."deletedAt" IS NULL)
        OR EXISTS (SELECT 1 FROM "Visit" visit WHERE visit."memberId" = member.id AND visit."sessionId" IN (SELECT id FROM recent)))
    ORDER BY 1`
  return rows.map(({ memberId }) => memberId)
}
