import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import type { RoomAlertChoice } from './contract.ts'

/** What the viewer asked for of a community's rooms, by room id; rooms of which they want to hear nothing are left out. */
export async function findCommunityAlerts(viewer: Asker, communityId: string): Promise<Record<string, RoomAlertChoice>> {
  const alerts = await db.roomAlert.findMany({
    where: { memberId: viewer.id, room: { communityId } },
    select: { roomId: true, threshold: true },
  })
  return Object.fromEntries(alerts.map(({ roomId, threshold }) => [roomId, threshold === 2 ? '2' : '1']))
}
