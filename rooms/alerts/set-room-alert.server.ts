import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { requireRoom } from '#rooms/doors/require-room.server.ts'
import { lockSession } from '#rooms/presence/record-facts.server.ts'
import { roomAlertChoices } from './contract.ts'

const input = z.object({ threshold: z.enum(roomAlertChoices, { error: 'input.invalid' }).transform(Number) })

/**
 * Has the viewer told when one or two people are in a room, once a session; 0 takes it back, which anybody may. A session that has
 * as many people already when it is asked for is not told of: who asks sees them.
 *
 * @throws InvalidInput; DomainError `room.notFound`, `room.archived`, `community.archived`, `community.forbidden`
 */
export async function setRoomAlert(viewer: Asker, roomId: string, raw: unknown): Promise<void> {
  const { threshold } = parseInput(input, raw)
  if (threshold === 0) {
    await db.roomAlert.deleteMany({ where: { roomId, memberId: viewer.id } })
    return
  }
  const { room } = await requireRoom(viewer, roomId, 'room.alert')
  if (room.archivedAt) throw new DomainError('room.archived')
  await db.$transaction(async (tx) => {
    const open = await tx.session.findFirst({ where: { roomId, endedAt: null }, select: { id: true } })
    // Under the lock that facts are written under: who comes in at this moment is told of or counted, not lost between.
    const session = open && (await lockSession(tx, open.id))
    const inside = session ? await tx.visit.findMany({ where: { sessionId: session.id, leftAt: null }, distinct: ['memberId'] }) : []
    const data = { threshold, ...(session && inside.length >= threshold && { toldSessionId: session.id }) }
    const key = { roomId, memberId: viewer.id }
    await tx.roomAlert.upsert({ where: { roomId_memberId: key }, create: { ...key, ...data }, update: data })
  })
}
