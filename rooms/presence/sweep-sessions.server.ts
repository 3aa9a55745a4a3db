import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { log } from '#platform/log.server.ts'
import { dueAt, endSession } from '#rooms/sessions/end-session.server.ts'
import { putOutUnwelcome } from './put-out-unwelcome.server.ts'
import { sweepSession } from './sweep-session.server.ts'

/**
 * Makes what is stored agree with LiveKit, in all open sessions: puts rosters right, puts out who may not be in, ends the
 * sessions whose time is over and those whose place was archived. While LiveKit cannot be asked, nothing is inferred, and
 * nothing ends.
 *
 * Repeating and racing it is harmless.
 *
 * @returns when the first session is due to end, if any is waiting for that
 */
export async function sweepSessions(now = new Date()): Promise<{ nextDueAt: Date | null }> {
  const open = await db.session.findMany({
    where: { endedAt: null },
    select: { id: true, room: { select: { archivedAt: true } }, community: { select: { archivedAt: true } } },
  })
  if (open.length === 0) return { nextDueAt: null }
  for (const { id, room, community } of open) {
    const archived = room.archivedAt !== null || community.archivedAt !== null
    const isSwept = await swept(() => (archived ? endSession(id, 'now', now) : sweepSession(id)))
    if (isSwept && !archived) await swept(() => endSession(id, 'whenDue', now))
  }
  await swept(() => putOutUnwelcome())

  const waiting = await db.session.findMany({
    where: { endedAt: null, emptySince: { not: null } },
    select: { emptySince: true, expectedUntil: true },
  })
  const due = waiting.flatMap((session) => dueAt(session)?.getTime() ?? [])
  return { nextDueAt: due.length > 0 ? new Date(Math.min(...due)) : null }
}

/** One session that fails does not keep the others waiting. */
async function swept(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    const expected = error instanceof DomainError && error.code === 'livekit.unavailable'
    if (!expected) log.error({ error }, 'a session could not be swept')
    return false
  }
}
