import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { doorSchema } from '#rooms/doors/contract.ts'
import { roomsChanged } from '#rooms/presence/contract.ts'
import { publishRoster } from '#rooms/presence/publish-roster.server.ts'
import { requireRoom } from './require-room.server.ts'

const inputSchema = z.object({ door: doorSchema })

/**
 * Opens or locks a room's door. Who is in stays in, and may come back; setting it as it is changes nothing.
 *
 * @throws InvalidInput `door`; DomainError `room.notFound`, `community.archived`, `community.forbidden`
 */
export async function setDoor(viewer: Asker, roomId: string, input: unknown, now = new Date()): Promise<void> {
  const { room } = await requireRoom(viewer, roomId, 'room.manage')
  const { door } = parseInput(inputSchema, input)
  const { count } = await db.room.updateMany({
    where: { id: roomId, door: { not: door } },
    data: { door, doorSetAt: now, rosterRev: { increment: 1 } },
  })
  if (count === 0) return
  publishRoster(roomId)
  publish(`community:${room.communityId}`, roomsChanged, { communityId: room.communityId })
}
