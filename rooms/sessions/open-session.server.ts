import { type Db, db } from '#platform/db.server.ts'

/** How long a session waits for somebody who got a ticket. */
const ARRIVAL_MS = 30_000

/**
 * Finds the open session of a room, or opens one, and keeps it open for the person who is about to come.
 *
 * Safe to race: the index `room_session_one_open` lets one of them open it, and the others find it. One that ends in the
 * meantime is not found any more, and the next one opens.
 */
export async function openSession(
  room: { id: string; communityId: string },
  openedById: string,
  now: Date,
  client: Db = db,
): Promise<{ id: string; roomId: string }> {
  const expectedUntil = new Date(now.getTime() + ARRIVAL_MS)
  for (;;) {
    const [kept] = await client.session.updateManyAndReturn({
      where: { roomId: room.id, endedAt: null },
      data: { expectedUntil },
      select: { id: true, roomId: true },
    })
    if (kept) return kept
    const [opened] = await client.session.createManyAndReturn({
      data: [{ roomId: room.id, communityId: room.communityId, openedById, openedAt: now, emptySince: now, expectedUntil }],
      skipDuplicates: true,
      select: { id: true, roomId: true },
    })
    if (opened) return opened
  }
}
