import type { PersonCard } from '#communities/people/contract.ts'
import { personCardSelect } from '#communities/people/contract.ts'
import type { Tx } from '#platform/db.server.ts'
import type { LockedSession } from '#rooms/presence/record-facts.server.ts'
import { endSpans } from './step-now.server.ts'

/** An agenda line as a session that is over leaves it. */
export interface ClosedItem {
  itemId: string
  title: string
  /** Null: nobody's, or an account that is gone. */
  owner: PersonCard | null
  minutes: number | null
  threadId: string | null
  done: boolean
  /** In their order; none where the line never was "now". */
  spans: { startedAt: Date; endedAt: Date }[]
}

/** What became of a session's agenda. */
export interface ClosedAgenda {
  /** Lines that were "now", or are done, in their order. */
  reached: ClosedItem[]
  /** Those that wait for the room's next session again. */
  notReached: ClosedItem[]
  /** A line was "now", or was added while the session ran: then the session is not nothing. */
  written: boolean
}

/**
 * Closes the agenda of a session that ends: no line is "now" any more, and lines that were not reached go back to the room's next
 * session, in their order. So does who could not be there, where nobody met.
 *
 * Call it in the transaction of the end, with the session locked.
 */
export async function closeAgenda(tx: Tx, session: LockedSession, endedAt: Date): Promise<ClosedAgenda> {
  await tx.room.update({ where: { id: session.roomId }, data: { agendaRev: { increment: 1 } }, select: { id: true } })
  const spansByItem = await closeSpans(tx, session.id, endedAt)
  const rows = await tx.agendaItem.findMany({
    where: { sessionId: session.id, deletedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    include: { owner: { select: personCardSelect } },
  })
  const items = rows.map((row) => ({ row, spans: spansByItem.get(row.id) ?? [] }))
  const reached = items.filter(({ row, spans }) => row.doneAt !== null || spans.length > 0)
  const notReached = items.filter((item) => !reached.includes(item))
  await tx.agendaItem.updateMany({ where: { id: { in: notReached.map(({ row }) => row.id) } }, data: { sessionId: null } })
  if (session.peakCount < 2) await returnAbsences(tx, session)
  const toClosed = ({ row, spans }: (typeof items)[number]): ClosedItem => ({
    itemId: row.id,
    title: row.title,
    owner: row.owner,
    minutes: row.minutes,
    threadId: row.threadId,
    done: row.doneAt !== null,
    spans,
  })
  return {
    reached: reached.map(toClosed),
    notReached: notReached.map(toClosed),
    written: items.some(({ row, spans }) => spans.length > 0 || row.createdAt > session.openedAt),
  }
}

/**
 * Cuts the spans of a session that is over where it ended. It ends open ones, too; what only began after the end never was.
 * Call it with the session locked, at its end, and when facts that came later make the end another one.
 */
export async function closeSpans(tx: Tx, sessionId: string, endedAt: Date): Promise<Map<string, { startedAt: Date; endedAt: Date }[]>> {
  const before = await tx.agendaSpan.findMany({ where: { sessionId }, orderBy: [{ startedAt: 'asc' }, { id: 'asc' }] })
  const after = endSpans(before, endedAt)
  const kept = new Set(after.map(({ id }) => id))
  await tx.agendaSpan.deleteMany({ where: { id: { in: before.flatMap(({ id }) => (kept.has(id) ? [] : [id])) } } })
  await tx.agendaSpan.updateMany({ where: { sessionId, OR: [{ endedAt: null }, { endedAt: { gt: endedAt } }] }, data: { endedAt } })
  const byItem = new Map<string, { startedAt: Date; endedAt: Date }[]>()
  for (const { itemId, ...span } of after)
    byItem.set(itemId, [...(byItem.get(itemId) ?? []), { startedAt: span.startedAt, endedAt: span.endedAt }])
  return byItem
}

/** Nobody met: who can't be there is still expected to miss the next time. */
async function returnAbsences(tx: Tx, session: LockedSession): Promise<void> {
  const waiting = await tx.absence.findMany({ where: { roomId: session.roomId, sessionId: null }, select: { memberId: true } })
  await tx.absence.updateMany({
    where: { sessionId: session.id, memberId: { notIn: waiting.map(({ memberId }) => memberId) } },
    data: { sessionId: null },
  })
}
