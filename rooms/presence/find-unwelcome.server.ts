import { may } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'

/** LiveKit's clock and ours may differ by so much before a lock seems to be older than a visit. */
const CLOCK_SLACK_MS = 2_000

/**
 * Who is in a session and may not be: removed from the community, deactivated, or let in by an old ticket through a door
 * that was locked before. Of one session, or of all that are open.
 */
export async function findUnwelcome(sessionId?: string): Promise<{ sessionId: string; memberId: string }[]> {
  const inside = await db.visit.findMany({
    where: { leftAt: null, session: { endedAt: null, ...(sessionId && { id: sessionId }) } },
    select: {
      sessionId: true,
      memberId: true,
      member: { select: { role: true, deactivatedAt: true } },
      session: {
        select: {
          room: { select: { door: true, doorSetAt: true } },
          community: { select: { id: true, visibility: true, archivedAt: true, whoPosts: true } },
        },
      },
    },
  })
  if (inside.length === 0) return []
  const [memberships, firstVisits] = await Promise.all([
    db.membership.findMany({
      where: {
        communityId: { in: [...new Set(inside.map(({ session }) => session.community.id))] },
        memberId: { in: [...new Set(inside.map(({ memberId }) => memberId))] },
      },
      select: { communityId: true, memberId: true, role: true },
    }),
    db.visit.groupBy({
      by: ['sessionId', 'memberId'],
      where: { sessionId: { in: inside.filter(({ session }) => session.room.door === 'locked').map((visit) => visit.sessionId) } },
      _min: { joinedAt: true },
    }),
  ])
  const roles = new Map(memberships.map(({ communityId, memberId, role }) => [`${communityId} ${memberId}`, role]))
  const firstJoined = new Map(firstVisits.map((first) => [`${first.sessionId} ${first.memberId}`, first._min.joinedAt]))

  return inside.filter(({ sessionId: id, memberId, member, session: { room, community } }) => {
    const standing = {
      visibility: community.visibility,
      archived: community.archivedAt !== null,
      whoPosts: community.whoPosts,
      role: roles.get(`${community.id} ${memberId}`) ?? null,
      invited: false,
      workspaceAdmin: member.role === 'admin',
    }
    if (member.deactivatedAt || !may(standing, 'room.enter')) return true
    const joinedAt = firstJoined.get(`${id} ${memberId}`)
    return joinedAt ? joinedAt.getTime() > room.doorSetAt.getTime() + CLOCK_SLACK_MS : false
  })
}
