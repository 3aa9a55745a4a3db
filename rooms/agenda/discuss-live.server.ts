import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { requireThread } from '#communities/threads/require-thread.server.ts'
import type { Thread, Tx } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { plainTextOf } from '#platform/plain-text.server.ts'
import { AGENDA_TITLE_MAX } from '#rooms/agenda/contract.ts'
import { requireRoom } from '#rooms/doors/require-room.server.ts'
import { nextPosition } from './add-agenda-item.server.ts'
import { changeAgenda } from './change-agenda.server.ts'
import { idSchema } from './fields.server.ts'

const inputSchema = z.object({ roomId: idSchema })

/**
 * Puts a thread on the agenda of a room of its community: of the running session, or of the next one. One that waits there already, or
 * is being discussed, is not put there twice.
 *
 * @throws InvalidInput `roomId`; DomainError `thread.notFound`, `thread.gone`, `room.notFound` (also of another community), `agenda.full`,
 *   and as `changeAgenda`
 */
export async function discussLive(viewer: Viewer, threadId: string, input: unknown, now = new Date()): Promise<void> {
  const { roomId } = parseInput(inputSchema, input)
  const { thread } = await requireThread(viewer, threadId, 'agenda.edit')
  const { room } = await requireRoom(viewer, roomId, 'agenda.edit')
  if (room.communityId !== thread.communityId) throw new DomainError('room.notFound')
  await changeAgenda(viewer, roomId, async (tx, agenda) => {
    const { communityId, sessionId } = agenda
    const there = await tx.agendaItem.findFirst({
      where: { roomId, sessionId, threadId, deletedAt: null, doneAt: null },
      select: { id: true },
    })
    if (there) return null
    const position = await nextPosition(tx, agenda)
    const line = { title: await titleOf(tx, thread), ownerId: viewer.id, createdById: viewer.id, position, createdAt: now }
    await tx.agendaItem.create({ data: { communityId, roomId, sessionId, threadId, ...line } })
    return { discussed: [{ threadId }] }
  })
}

/** The first words of a thread; of a session's, what it was about. */
async function titleOf(tx: Tx, thread: Thread): Promise<string> {
  const words = cut(plainTextOf(/<(p|h3|h4|h5|li)>(.*?)<(br|\/\1)\b/su.exec(thread.html)?.[2] ?? thread.html))
  if (words) return words
  const session = thread.sessionId
    ? await tx.session.findUnique({ where: { id: thread.sessionId }, select: { topic: true, room: { select: { name: true } } } })
    : null
  return session?.topic || session?.room.name || '…'
}

function cut(text: string): string {
  const letters = [...text]
  return letters.length > AGENDA_TITLE_MAX
    ? `${letters
        .slice(0, AGENDA_TITLE_MAX - 1)
        .join('')
        .trimEnd()}…`
    : text
}
