import { z } from 'zod'
import { type Asker, may } from '#communities/memberships/permissions.server.ts'
import { Prisma } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { CHAT_CHANGES_PAGE, CHAT_PAGE, type ChatPage } from './contract.ts'
import { readLines } from './read-lines.server.ts'
import { requireChat } from './require-chat.server.ts'

const number = z.coerce.number('input.invalid').int('input.invalid').min(0, 'input.invalid').max(2_147_483_647, 'input.invalid')
const input = z.object({ after: number.optional(), before: number.optional() })

/**
 * Reads a session's chat, a bounded page at a time: the newest lines; with `before`, those before that place; with `after`, whatever
 * changed after that `rev`, deleted lines among it.
 *
 * @throws InvalidInput; DomainError `session.notFound`, also where the viewer may not read it
 */
export async function readChat(viewer: Asker, sessionId: string, raw: unknown): Promise<ChatPage> {
  const { after, before } = parseInput(input, raw)
  const { session, standing } = await requireChat(viewer, sessionId, 'room.see')
  const rights = {
    open: session.endedAt === null,
    mayWrite: session.endedAt === null && may(standing, 'chat.write'),
    mayModerate: may(standing, 'thread.moderate'),
  }
  if (after !== undefined) {
    const read = await readLines(sessionId, Prisma.sql`AND line.rev > ${after} ORDER BY line.rev LIMIT ${CHAT_CHANGES_PAGE + 1}`)
    const lines = read.lines.toSorted((a, b) => a.rev - b.rev).slice(0, CHAT_CHANGES_PAGE)
    const more = read.lines.length > CHAT_CHANGES_PAGE
    return { lines, rev: more ? (lines.at(-1)?.rev ?? after) : read.rev, more, ...rights }
  }
  const older = before === undefined ? Prisma.empty : Prisma.sql`AND line.position < ${before}`
  const read = await readLines(sessionId, Prisma.sql`${older} ORDER BY line.position DESC LIMIT ${CHAT_PAGE + 1}`)
  const lines = read.lines.toSorted((a, b) => a.position - b.position)
  const more = lines.length > CHAT_PAGE
  return { lines: more ? lines.slice(1) : lines, rev: read.rev, more, ...rights }
}
