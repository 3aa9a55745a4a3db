import { z } from 'zod'
import { type Asker, requireStanding } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { findWritten, idempotencyKeySchema, writeOnce } from '#platform/idempotency.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { roomNameSchema } from '#rooms/doors/fields.server.ts'
import { roomsChanged } from '#rooms/presence/contract.ts'
import type { RoomCard } from '#rooms/sessions/contract.ts'
import { addRoom } from './add-room.server.ts'

const inputSchema = z.object({ name: roomNameSchema, clientId: idempotencyKeySchema.optional() })

/** Far more than a community has rooms. */
const perMember = defineLimit('rooms-made', 30, 60 * 60)

/**
 * Makes another room in a community, with an open door. `clientId` is an idempotency key: the same room asked for again is answered as it
 * is now, and there is no second one.
 *
 * @throws InvalidInput `name`; DomainError `community.notFound`, `community.archived`, `community.forbidden`, `attempt.changed`,
 *   `limit.reached`
 */
export async function createRoom(viewer: Asker, communityId: string, input: unknown): Promise<RoomCard> {
  await requireStanding(viewer, { id: communityId }, 'room.manage')
  const { name, clientId: key } = parseInput(inputSchema, input)
  const attempt = { memberId: viewer.id, verb: 'room.create', placeId: communityId, key, content: [name] }
  const sent = await findWritten(attempt)
  if (sent) return readAgain(sent)
  await perMember.spend(viewer.id)
  const { id, made } = await db.$transaction((tx) => writeOnce(tx, attempt, () => addRoom(tx, communityId, name)))
  if (!made) return readAgain(id)
  publish(`community:${communityId}`, roomsChanged, { communityId })
  return { ...made, followUpDue: null }
}

async function readAgain(id: string): Promise<RoomCard> {
  return { ...(await db.room.findUniqueOrThrow({ where: { id } })), followUpDue: null }
}
