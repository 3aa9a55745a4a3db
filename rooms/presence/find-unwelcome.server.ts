import { may } from '#communities/memberships/permissions.server.ts'
import { type CommunityRole, type Door, db, type Visibility, type WhoPosts, type WorkspaceRole } from '#platform/db.server.ts'

/** LiveKit's clock and ours may differ by so much before a lock seems to be older than a visit. */
const CLOCK_SLACK_MS = 2_000

/** Somebody who is in a session's media, or asks to be. */
export interface Arrival {
  sessionId: string
  memberId: string
  /** Since when they are in; left out by who only asks. */
  since?: Date
}

/**
 * `over`: the session ended, or its place was archived. `right`: no member (any more), or the account is closed. `door`: it was locked
 * before they first came in. `lingered`: put out a while ago, since their connection never became a proper one; this passes.
 */
export type Unwelcome = Arrival & { why: 'over' | 'right' | 'door' | 'lingered' }

interface Row {
  position: number
  endedAt: Date | null
  roomArchivedAt: Date | null
  door: Door
  doorSetAt: Date
  visibility: Visibility
  communityArchivedAt: Date | null
  whoPosts: WhoPosts
  memberRole: WorkspaceRole
  deactivatedAt: Date | null
  role: CommunityRole | null
  firstJoinedAt: Date | null
  barredUntil: Date | null
}

/**
 * Who of these may not be in the session (any more), and why. The one rule for who connects, who is connected and who is in: the proxy asks
 * it, and the sweep. One query by keys, however many they are.
 *
 * A locked door lets in, and leaves in, those who first came in before it was locked.
 */
export async function findUnwelcome<Asked extends Arrival>(asked: readonly Asked[], now = new Date()): Promise<(Asked & Unwelcome)[]> {
  if (asked.length === 0) return []
  const sessionIds = asked.map(({ sessionId }) => sessionId)
  const memberIds = asked.map(({ memberId }) => memberId)
  const rows = await db.$queryRaw<Row[]>`
    SELECT asked.position::int, session."endedAt", room."archivedAt" AS "roomArchivedAt", room.door::text, room."doorSetAt",
      community.visibility::text, community."archivedAt" AS "communityArchivedAt", community."whoPosts"::text,
      member.role::text AS "memberRole", member."deactivatedAt", membership.role::text, lingering."barredUntil",
      (SELECT min(visit."joinedAt") FROM "Visit" visit
        WHERE visit."sessionId" = asked."sessionId" AND visit."memberId" = asked."memberId") AS "firstJoinedAt"
    FROM unnest(${sessionIds}::uuid[], ${memberIds}::uuid[]) WITH ORDINALITY AS asked("sessionId", "memberId", position)
    JOIN "Session" session ON session.id = asked."sessionId"
    JOIN "Room" room ON room.id = session."roomId"
    JOIN "Community" community ON community.id = session."communityId"
    JOIN "Member" member ON member.id = asked."memberId"
    LEFT JOIN "Membership" membership ON membership."communityId" = community.id AND membership."memberId" = member.id
    LEFT JOIN "Lingering" lingering ON lingering."sessionId" = session.id AND lingering."memberId" = member.id`
  const rowAt = new Map(rows.map((row) => [row.position - 1, row]))
  return asked.flatMap((arrival, position) => {
    const why = whyUnwelcome(rowAt.get(position), arrival, now)
    return why ? [{ ...arrival, why }] : []
  })
}

function whyUnwelcome(row: Row | undefined, { since }: Arrival, now: Date): Unwelcome['why'] | null {
  // No such session, or no such account.
  if (!row) return 'right'
  if (row.endedAt || row.roomArchivedAt || row.communityArchivedAt) return 'over'
  const standing = {
    visibility: row.visibility,
    archived: false,
    whoPosts: row.whoPosts,
    role: row.role,
    invited: false,
    workspaceAdmin: row.memberRole === 'admin',
  }
  if (row.deactivatedAt || !may(standing, 'room.enter')) return 'right'
  if (row.door === 'locked') {
    const firstMs = Math.min(row.firstJoinedAt?.getTime() ?? Number.POSITIVE_INFINITY, since?.getTime() ?? Number.POSITIVE_INFINITY)
    if (firstMs > row.doorSetAt.getTime() + CLOCK_SLACK_MS) return 'door'
  }
  return row.barredUntil && row.barredUntil > now ? 'lingered' : null
}
