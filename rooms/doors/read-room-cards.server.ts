import { Prisma, readRows } from '#platform/db.server.ts'
import type { RoomCard } from '#rooms/sessions/contract.ts'

/**
 * Reads rooms in their order, by a condition on the row `room`: `followUpDue` is their last session whose draft still waits.
 * It asks for no permission.
 */
export function readRoomCards(condition: Prisma.Sql): Promise<RoomCard[]> {
  return readRows<RoomCard>(Prisma.sql`SELECT ${roomCardColumns} FROM "Room" room WHERE ${condition} ORDER BY room.position, room.id`)
}

/** The columns of a `RoomCard`, of the row `room`. */
export const roomCardColumns = Prisma.sql`room.id, room."communityId", room.slug, room.name, room.door, room.position, room."archivedAt",
  (SELECT session.id FROM "Session" session
    JOIN "FollowUp" draft ON draft."sessionId" = session.id AND draft.state = 'draft'
    JOIN "Thread" thread ON thread."sessionId" = session.id AND thread."deletedAt" IS NULL
    WHERE session."roomId" = room.id ORDER BY session."openedAt" DESC LIMIT 1) AS "followUpDue"`
