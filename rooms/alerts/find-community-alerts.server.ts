import type { Asker } from '#communities/memberships/permissions.server.ts'
import { Prisma, readRows } from '#platform/db.server.ts'
import type { RoomAlertChoice } from './contract.ts'

/** What the viewer asked for of a community's rooms, by room id; rooms of which they want to hear nothing are left out. */
export async function findCommunityAlerts(viewer: Asker, communityId: string): Promise<Record<string, RoomAlertChoice>> {
  const alerts = await readRows<{ roomId: string; threshold: number }>(Prisma.sql`
    SELECT alert."roomId", alert.threshold FROM "RoomAlert" alert JOIN "Room" room ON room.id = alert."roomId"
    WHERE alert."memberId" = ${viewer.id}::uuid AND room."communityId" = ${communityId}::uuid`)
  return Object.fromEntries(alerts.map(({ roomId, threshold }) => [roomId, threshold === 2 ? '2' : '1']))
}
