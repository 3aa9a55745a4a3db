import { z } from 'zod'
import { type Asker, requireStanding } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { roomsChanged } from '#rooms/presence/contract.ts'

const MAX_ROOMS = 500
const inputSchema = z.object({ roomIds: z.array(z.uuid()).max(MAX_ROOMS) })

/**
 * Puts a community's rooms into this order. Rooms that are not named (somebody has just made one) follow as they were;
 * ids that are no rooms of the community are passed over.
 *
 * @throws InvalidInput `roomIds`; DomainError `community.notFound`, `community.archived`, `community.forbidden`
 */
export async function reorderRooms(viewer: Asker, communityId: string, input: unknown): Promise<void> {
  await requireStanding(viewer, { id: communityId }, 'room.manage')
  const { roomIds } = parseInput(inputSchema, input)
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM "Community" WHERE id = ${communityId}::uuid FOR UPDATE`
    const rooms = await tx.room.findMany({ where: { communityId }, orderBy: [{ position: 'asc' }, { id: 'asc' }] })
    const wanted = new Map(roomIds.map((id, index) => [id, index]))
    const place = (id: string) => wanted.get(id) ?? Number.POSITIVE_INFINITY
    const ordered = rooms.toSorted((a, b) => (place(a.id) === place(b.id) ? 0 : place(a.id) - place(b.id)))
    for (const [position, room] of ordered.entries()) {
      if (room.position !== position) await tx.room.update({ where: { id: room.id }, data: { position } })
    }
  })
  publish(`community:${communityId}`, roomsChanged, { communityId })
}
