import { z } from 'zod'
import { type Asker, requireStanding } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { roomNameSchema } from '#rooms/doors/fields.server.ts'
import { roomsChanged } from '#rooms/presence/contract.ts'
import type { RoomCard } from '#rooms/sessions/contract.ts'
import { addRoom } from './add-room.server.ts'

const inputSchema = z.object({ name: roomNameSchema })

/** Far more than a community has rooms. */
const perMember = defineLimit('rooms-made', 30, 60 * 60)

/**
 * Makes another room in a community, with an open door.
 *
 * @throws InvalidInput `name`; DomainError `community.notFound`, `community.archived`, `community.forbidden`, `limit.reached`
 */
export async function createRoom(viewer: Asker, communityId: string, input: unknown): Promise<RoomCard> {
  await requireStanding(viewer, { id: communityId }, 'room.manage')
  const { name } = parseInput(inputSchema, input)
  await perMember.spend(viewer.id)
  const room = await db.$transaction((tx) => addRoom(tx, communityId, name))
  publish(`community:${communityId}`, roomsChanged, { communityId })
  return { ...room, followUpDue: null }
}
