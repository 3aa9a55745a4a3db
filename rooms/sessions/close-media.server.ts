import { db } from '#platform/db.server.ts'
import { closeMediaRoom } from '#rooms/livekit/close-media-room.server.ts'

/**
 * Closes the LiveKit room of a session that is over, so that nobody talks on in it unseen, and notes that it is closed. Until it is,
 * the sweep asks again. Repeating it is harmless; a session that still runs is left alone.
 *
 * @throws DomainError `livekit.unavailable`
 */
export async function closeMedia(sessionId: string): Promise<void> {
  const over = { id: sessionId, endedAt: { not: null } }
  if ((await db.session.count({ where: over })) === 0) return
  await closeMediaRoom(sessionId)
  await db.session.updateMany({ where: over, data: { mediaClosedAt: new Date() } })
}
