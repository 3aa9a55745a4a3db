import type { Tx } from '#platform/db.server.ts'

/**
 * Gives a session what waited for the room's next one: agenda lines, and who said that they can't be there. Call it once, with the
 * session locked, when its first person comes; what is added from then on goes to the session itself.
 */
export async function attachAgenda(tx: Tx, session: { id: string; roomId: string }): Promise<void> {
  // The room's lock first: a line that is being added has been added then.
  await tx.room.update({ where: { id: session.roomId }, data: { agendaRev: { increment: 1 } }, select: { id: true } })
  const waiting = { roomId: session.roomId, sessionId: null }
  await tx.agendaItem.updateMany({ where: { ...waiting, deletedAt: null }, data: { sessionId: session.id } })
  await tx.absence.updateMany({ where: waiting, data: { sessionId: session.id } })
}
