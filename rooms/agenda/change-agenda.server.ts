import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { type AgendaItem, db, type Tx } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { requireRoom } from '#rooms/doors/require-room.server.ts'
import { publishRoster } from '#rooms/presence/publish-roster.server.ts'
import { lockSession } from '#rooms/presence/record-facts.server.ts'
import { publishAgenda } from './publish-agenda.server.ts'
import { tellDiscussed } from './tell-discussed.server.ts'

/** A room's agenda as its locks found it. */
export interface LockedAgenda {
  roomId: string
  communityId: string
  /** The open session with people in it; null: the room's next one. */
  sessionId: string | null
}

/** What a change has to tell. */
export interface AgendaChange {
  /** Which line is now, or what it is called, changed. */
  now?: boolean
  /** Lines whose threads say something else of being discussed. */
  discussed?: readonly { threadId: string | null }[]
  /** Who has something new in their inbox. */
  inbox?: readonly string[]
}

/** The session that was locked is not the room's open one any more. */
const moved = Symbol('moved')

/**
 * Changes a room's agenda for a viewer, and tells who looks at it. `change` runs in a transaction in which nobody else changes this
 * agenda and its session neither begins nor ends; it answers null where there was nothing to change.
 *
 * Locks are taken as everywhere: the session's row, then the room's. A session that got its first person in between is seen under the
 * room's lock, and all begins anew.
 *
 * @throws DomainError `room.notFound`, `room.archived`, `community.archived`, `community.forbidden`, `limit.reached`, and what `change` throws
 */
export async function changeAgenda(
  viewer: Asker,
  roomId: string,
  change: (tx: Tx, agenda: LockedAgenda) => Promise<AgendaChange | null>,
): Promise<void> {
  const { room } = await requireRoom(viewer, roomId, 'agenda.edit')
  if (room.archivedAt) throw new DomainError('room.archived')
  await writingLimit.spend(viewer.id)
  for (;;) {
    const done = await db.$transaction(async (tx) => {
      const agenda = await lockAgenda(tx, roomId)
      if (agenda === moved) return moved
      const changed = await change(tx, agenda)
      if (!changed) return null
      const data = { agendaRev: { increment: 1 }, ...(changed.now && { rosterRev: { increment: 1 } }) }
      await tx.room.update({ where: { id: roomId }, data, select: { id: true } })
      return changed
    })
    if (done === moved) continue
    if (!done) return
    publishAgenda(roomId)
    if (done.now) publishRoster(roomId)
    tellDiscussed(room.communityId, done.discussed ?? [])
    await publishInbox(done.inbox ?? [])
    return
  }
}

async function lockAgenda(tx: Tx, roomId: string): Promise<LockedAgenda | typeof moved> {
  const open = await tx.session.findFirst({ where: { roomId, endedAt: null }, select: { id: true } })
  const session = open && (await lockSession(tx, open.id))
  if (session?.endedAt) return moved
  const [room] = await tx.$queryRaw<{ communityId: string }[]>`
    SELECT "communityId" FROM "Room" WHERE id = ${roomId}::uuid FOR NO KEY UPDATE`
  if (!room) throw new DomainError('room.notFound')
  const live = await tx.session.findFirst({ where: { roomId, endedAt: null, personCount: { gt: 0 } }, select: { id: true } })
  if (live && live.id !== session?.id) return moved
  return { roomId, communityId: room.communityId, sessionId: live?.id ?? null }
}

/**
 * A line of the agenda that is locked.
 *
 * @throws DomainError `agendaItem.notFound`, `agenda.over` (its session has ended)
 */
export async function requireItem(tx: Tx, agenda: LockedAgenda, itemId: string): Promise<AgendaItem> {
  const item = await tx.agendaItem.findFirst({ where: { id: itemId, roomId: agenda.roomId, deletedAt: null } })
  if (!item) throw new DomainError('agendaItem.notFound')
  if (item.sessionId !== agenda.sessionId) throw new DomainError('agenda.over')
  return item
}
