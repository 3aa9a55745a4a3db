import type { Tx } from '#platform/db.server.ts'
import { stepNow } from './step-now.server.ts'

/**
 * Makes a line, or none, the one that is now; the line before it ends at the same instant. Call it with the session locked.
 *
 * @returns whether that changed anything
 */
export async function moveNow(tx: Tx, sessionId: string, itemId: string | null, now: Date): Promise<boolean> {
  const last = await tx.agendaSpan.findFirst({ where: { sessionId }, orderBy: [{ startedAt: 'desc' }, { id: 'desc' }] })
  const step = stepNow(last, itemId, now)
  if (last && step.drops) await tx.agendaSpan.delete({ where: { id: last.id } })
  if (last && step.closes) await tx.agendaSpan.update({ where: { id: last.id }, data: { endedAt: step.at } })
  if (itemId && step.opens) await tx.agendaSpan.create({ data: { sessionId, itemId, startedAt: step.at } })
  return step.drops || step.closes || step.opens
}

/** Which line of a session is now. */
export async function findNow(tx: Tx, sessionId: string | null): Promise<{ itemId: string; threadId: string | null } | null> {
  const span = sessionId
    ? await tx.agendaSpan.findFirst({ where: { sessionId, endedAt: null }, select: { itemId: true, item: { select: { threadId: true } } } })
    : null
  return span && { itemId: span.itemId, threadId: span.item.threadId }
}
