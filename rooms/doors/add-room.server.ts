import type { Room, Tx } from '#platform/db.server.ts'
import { slugOf } from '#platform/slug.server.ts'

/**
 * Adds a room at the end of a community's rooms, at an address that is free. Asks for no permission.
 * Safe to race within a community: its row is locked meanwhile.
 */
export async function addRoom(tx: Tx, communityId: string, name: string): Promise<Room> {
  await tx.$queryRaw`SELECT id FROM "Community" WHERE id = ${communityId}::uuid FOR UPDATE`
  const rooms = await tx.room.findMany({ where: { communityId }, select: { slug: true, position: true } })
  const taken = new Set(rooms.map(({ slug }) => slug))
  const wanted = slugOf(name, 'room')
  let slug = wanted
  for (let number = 2; taken.has(slug); number++) slug = `${wanted}-${number}`
  const position = Math.max(-1, ...rooms.map((room) => room.position)) + 1
  return tx.room.create({ data: { communityId, name, slug, position } })
}
