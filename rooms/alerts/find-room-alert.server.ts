import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import type { RoomAlertChoice } from './contract.ts'

/** From how many people on the viewer wants to be told of a room; 0: not at all. */
export async function findRoomAlert(viewer: Asker, roomId: string): Promise<RoomAlertChoice> {
  const alert = await db.roomAlert.findUnique({ where: { roomId_memberId: { roomId, memberId: viewer.id } }, select: { threshold: true } })
  return alert?.threshold === 2 ? '2' : alert ? '1' : '0'
}
