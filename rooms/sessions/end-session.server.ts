import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { threadChanged } from '#communities/threads/contract.ts'
import { db, type Tx } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { closeAgenda } from '#rooms/agenda/close-agenda.server.ts'
import { publishAgenda } from '#rooms/agenda/publish-agenda.server.ts'
import { tellDiscussed } from '#rooms/agenda/tell-discussed.server.ts'
import { draftFollowUp } from '#rooms/follow-ups/draft-follow-up.server.ts'
import { closeNotes } from '#rooms/notes/close-notes.server.ts'
import { roomsChanged } from '#rooms/presence/contract.ts'
import { VISIT_GAP_MS } from '#rooms/presence/fold-visits.server.ts'
import { publishRoster } from '#rooms/presence/publish-roster.server.ts'
import { type LockedSession, lockSession, recordFacts } from '#rooms/presence/record-facts.server.ts'
import { stopRunning } from '#rooms/recordings/control/stop-running.server.ts'
import { closeMedia } from './close-media.server.ts'

/** When an empty session is over; null while somebody is in. */
export function dueAt({ emptySince, expectedUntil }: Pick<LockedSession, 'emptySince' | 'expectedUntil'>): Date | null {
  if (!emptySince) return null
  return new Date(Math.max(emptySince.getTime() + VISIT_GAP_MS, expectedUntil?.getTime() ?? 0))
}

/**
 * Ends a session: `whenDue`, only if nobody came back in time; `now`, whoever is in (the room was archived, say).
 *
 * One transaction has its recording stop, closes its visits and gives its thread its last form, with the draft of its follow-up, or takes it away where there
 * was nothing to tell.
 * Then LiveKit's room is closed; if LiveKit cannot be asked, or this process dies before, the sweep closes it once it can.
 * Repeating it, also at the same time, changes nothing.
 */
export async function endSession(sessionId: string, how: 'whenDue' | 'now', now = new Date()): Promise<void> {
  const ended = await db.$transaction(async (tx) => {
    const session = await lockSession(tx, sessionId)
    if (!session || session.endedAt) return null
    const due = dueAt(session)
    if (how === 'whenDue' && !(due && due <= now)) return null
    // Before the room's row is locked: a recorder that ends it locks the recording's first.
    await stopRunning(tx, sessionId, 'session.ended')
    const inside = await tx.connection.findMany({ where: { sessionId, leftAt: null }, select: { sid: true, memberId: true } })
    const { session: closed } = await recordFacts(
      tx,
      session,
      inside.map((connection) => ({ kind: 'missed', missedAt: now, ...connection })),
    )
    // Till the last person left, not till the minute was over in which somebody could have come back.
    const endedAt = closed.emptySince ?? now
    await tx.session.update({ where: { id: sessionId }, data: { endedAt, expectedUntil: null } })
    await tx.signalling.deleteMany({ where: { sessionId } })
    await tx.room.update({ where: { id: session.roomId }, data: { rosterRev: { increment: 1 } } })
    const agenda = await closeAgenda(tx, closed, endedAt)
    const notes = await closeNotes(tx, sessionId)
    const thread = await settleThread(tx, closed, agenda.written || notes.written, now)
    const told = thread && !thread.deletedAt ? await draftFollowUp(tx, closed, thread.id, agenda, now) : []
    return { session: closed, thread, discussed: agenda.reached, told }
  })
  if (!ended) return
  await closeMedia(sessionId).catch((error: unknown) => log.warn({ error, sessionId }, 'closing the LiveKit room is left to the sweep'))
  const { session, thread, discussed, told } = ended
  publishRoster(session.roomId)
  publishAgenda(session.roomId)
  tellDiscussed(session.communityId, discussed)
  if (!thread) return
  publish(`community:${session.communityId}`, threadChanged, {
    communityId: session.communityId,
    threadId: thread.id,
    deleted: thread.deletedAt !== null,
  })
  if (thread.deletedAt) return
  publish(`community:${session.communityId}`, roomsChanged, { communityId: session.communityId })
  await publishInbox(told)
}

/**
 * The live card becomes a post of its own, or goes: fewer than two people were ever together, and nobody wrote, discussed, recorded or took
 * on anything. `written`: there are notes, or an agenda was gone through.
 */
async function settleThread(
  tx: Tx,
  session: LockedSession,
  written: boolean,
  now: Date,
): Promise<{ id: string; deletedAt: Date | null } | null> {
  const thread = await tx.thread.findUnique({ where: { sessionId: session.id, deletedAt: null }, select: { id: true, replyCount: true } })
  if (!thread) return null
  const { chatCount } = await tx.session.findUniqueOrThrow({ where: { id: session.id }, select: { chatCount: true } })
  const actionCount = await tx.action.count({ where: { threadId: thread.id, deletedAt: null } })
  const recorded = await tx.recording.count({ where: { sessionId: session.id, startedAt: { not: null } } })
  const wasNothing = session.peakCount < 2 && !written && thread.replyCount + chatCount + actionCount + recorded === 0
  return tx.thread.update({
    where: { id: thread.id },
    data: wasNothing ? { deletedAt: now } : { lastActivityAt: now },
    select: { id: true, deletedAt: true },
  })
}
