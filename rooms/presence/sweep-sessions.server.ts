import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { log } from '#platform/log.server.ts'
import { stopForbidden } from '#rooms/recordings/control/stop-forbidden.server.ts'
import { closeMedia } from '#rooms/sessions/close-media.server.ts'
import { dueAt, endSession } from '#rooms/sessions/end-session.server.ts'
import { sweepSession } from './sweep-session.server.ts'

/** Of sessions that are over, so many LiveKit rooms are closed by one sweep: all of a moment in which LiveKit could not be asked. */
const CLOSED_AT_ONCE = 20

/**
 * Makes what is stored agree with LiveKit, in all open sessions: puts rosters right, puts out who may not be in, ends the
 * sessions whose time is over and those whose place was archived, and closes LiveKit's rooms of those that are over, until LiveKit
 * has said yes once. While LiveKit cannot be asked, nothing is inferred, and nothing ends.
 *
 * Repeating and racing it is harmless.
 *
 * @param listeningSince since when browsers can reach this process
 * @returns when something is due to be looked at again: a session that is empty, somebody who is silent, or connecting
 */
export async function sweepSessions(now = new Date(), listeningSince = new Date(0)): Promise<{ nextDueAt: Date | null }> {
  await closeWhatIsOver()
  const open = await db.session.findMany({
    where: { endedAt: null },
    select: { id: true, room: { select: { archivedAt: true } }, community: { select: { archivedAt: true } } },
  })
  if (open.length === 0) return { nextDueAt: null }
  const due: number[] = []
  for (const { id, room, community } of open) {
    const archived = room.archivedAt !== null || community.archivedAt !== null
    if (archived) await swept(() => endSession(id, 'now', now))
    else {
      await swept(async () => {
        const silentDueAt = await sweepSession(id, now, listeningSince)
        if (silentDueAt) due.push(silentDueAt.getTime())
        await endSession(id, 'whenDue', now)
      })
    }
  }
  await swept(() => stopForbidden())

  const waiting = await db.session.findMany({
    where: { endedAt: null, emptySince: { not: null } },
    select: { emptySince: true, expectedUntil: true },
  })
  due.push(...waiting.flatMap((session) => dueAt(session)?.getTime() ?? []))
  return { nextDueAt: due.length > 0 ? new Date(Math.min(...due)) : null }
}

/** The newest first: people may still talk there. */
async function closeWhatIsOver(): Promise<void> {
  const over = await db.session.findMany({
    where: { endedAt: { not: null }, mediaClosedAt: null },
    orderBy: { endedAt: 'desc' },
    take: CLOSED_AT_ONCE,
    select: { id: true },
  })
  await Promise.all(over.map(({ id }) => swept(() => closeMedia(id))))
}

/** One session that fails does not keep the others waiting. */
async function swept(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const expected = error instanceof DomainError && error.code === 'livekit.unavailable'
    if (!expected) log.error({ error }, 'a session could not be swept')
  }
}
