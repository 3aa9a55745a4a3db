import type { Verb } from '#communities/memberships/contract.ts'
import { type Asker, requireStanding, type StandingIn } from '#communities/memberships/permissions.server.ts'
import { type Db, db, type Room } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'

/**
 * Lets through who may do this with that room.
 *
 * @throws DomainError `room.notFound` (also where the viewer may not know that it exists), `community.archived`, `community.forbidden`
 */
export async function requireRoom(viewer: Asker, roomId: string, verb: Verb, client: Db = db): Promise<StandingIn & { room: Room }> {
  const room = await client.room.findUnique({ where: { id: roomId } })
  if (!room) throw new DomainError('room.notFound')
  const found = await requireStanding(viewer, { id: room.communityId }, verb, client).catch((error: unknown) => {
    throw error instanceof DomainError && error.code === 'community.notFound' ? new DomainError('room.notFound') : error
  })
  return { ...found, room }
}
