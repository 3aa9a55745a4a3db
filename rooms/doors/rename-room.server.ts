import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { roomNameSchema } from '#rooms/doors/fields.server.ts'
import { roomsChanged } from '#rooms/presence/contract.ts'
import { publishRoster } from '#rooms/presence/publish-roster.server.ts'
import { requireRoom } from './require-room.server.ts'

const inputSchema = z.object({ name: roomNameSchema })

/**
 * Gives a room another name. Its address stays, so that links go on working.
 *
 * @throws InvalidInput `name`; DomainError `room.notFound`, `community.archived`, `community.forbidden`
 */
export async function renameRoom(viewer: Asker, roomId: string, input: unknown): Promise<void> {
  const { room } = await requireRoom(viewer, roomId, 'room.manage')
  const { name } = parseInput(inputSchema, input)
  await db.room.update({ where: { id: roomId }, data: { name, rosterRev: { increment: 1 } } })
  publishRoster(roomId)
  publish(`community:${room.communityId}`, roomsChanged, { communityId: room.communityId })
}
