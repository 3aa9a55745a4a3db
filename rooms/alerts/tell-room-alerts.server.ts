import { notify } from '#communities/inbox/notify.server.ts'
import { isQuiet } from '#communities/people/quiet-hours.server.ts'
import type { Tx } from '#platform/db.server.ts'

interface VisitOf {
  memberId: string
  joinedAt: Date
  leftAt: Date | null
}

/**
 * Tells those who wanted to know that somebody is in: once a session, in the transaction of the facts and under the lock of the
 * session, so that nothing is told twice or lost, whatever dies. Not told are those who are or were in it themselves, who may not
 * go in any more, and who have quiet hours: they are told with the next change of the roster, if there is one after them.
 *
 * One query by key where nobody wants to know of this room.
 *
 * @returns who has something new, for `publishInbox`
 */
export async function tellRoomAlerts(
  tx: Tx,
  session: { id: string; roomId: string; communityId: string },
  visits: readonly VisitOf[],
  now = new Date(),
): Promise<string[]> {
  const inside = visits.filter(({ leftAt }) => !leftAt).sort((a, b) => a.joinedAt.getTime() - b.joinedAt.getTime())
  const count = new Set(inside.map(({ memberId }) => memberId)).size
  const latest = inside.at(-1)
  if (!latest) return []
  const { id: sessionId, roomId, communityId } = session
  const alerts = await tx.roomAlert.findMany({
    where: {
      roomId,
      threshold: { lte: count },
      OR: [{ toldSessionId: null }, { toldSessionId: { not: sessionId } }],
      memberId: { notIn: visits.map(({ memberId }) => memberId) },
      member: { deactivatedAt: null, memberships: { some: { communityId } } },
    },
    select: { memberId: true, member: { select: { timeZone: true, quietFrom: true, quietTo: true } } },
  })
  const memberIds = alerts.filter(({ member }) => !isQuiet(member, now)).map(({ memberId }) => memberId)
  if (memberIds.length === 0) return []
  await tx.roomAlert.updateMany({ where: { roomId, memberId: { in: memberIds } }, data: { toldSessionId: sessionId } })
  const matter = { communityId, kind: 'roomBusy', key: `roomBusy:${roomId}`, actorId: latest.memberId, roomId, sessionId } as const
  return notify(
    tx,
    memberIds.map((memberId) => ({ memberId, ...matter })),
    now,
  )
}
