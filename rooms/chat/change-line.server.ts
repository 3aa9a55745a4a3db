import { db, type Tx } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { ChatLineCard } from './contract.ts'
import { publishChat } from './publish-chat.server.ts'
import { readLine } from './read-lines.server.ts'

export interface LockedLine {
  id: string
  authorId: string | null
  markdown: string
  deletedAt: Date | null
  deletedById: string | null
  /** The session is over. */
  afterwards: boolean
}

/**
 * Changes one line under the session's row, gives it the chat's next `rev`, and tells who looks. `change` answers false where there
 * is nothing to change: then nothing is told, and the line comes back as it is.
 *
 * @throws DomainError `chat.closed` (unless `afterwards`: the session may be over), `chatLine.notFound`
 */
export async function changeLine(
  sessionId: string,
  lineId: string,
  change: (tx: Tx, line: LockedLine) => Promise<boolean>,
  { afterwards = false } = {},
): Promise<ChatLineCard> {
  const { line, changed } = await db.$transaction(async (tx) => {
    const [session] = await tx.$queryRaw<{ endedAt: Date | null }[]>`
      SELECT "endedAt" FROM "Session" WHERE id = ${sessionId}::uuid FOR UPDATE`
    if (!session || (session.endedAt && !afterwards)) throw new DomainError('chat.closed')
    const found = await tx.chatLine.findFirst({
      where: { id: lineId, sessionId },
      select: { id: true, authorId: true, markdown: true, deletedAt: true, deletedById: true },
    })
    if (!found) throw new DomainError('chatLine.notFound')
    if (!(await change(tx, { ...found, afterwards: session.endedAt !== null })))
      return { line: await readLine(tx, sessionId, lineId), changed: false }
    await tx.$executeRaw`
      WITH session AS (UPDATE "Session" SET "chatRev" = "chatRev" + 1 WHERE id = ${sessionId}::uuid RETURNING "chatRev")
      UPDATE "ChatLine" SET rev = session."chatRev" FROM session WHERE "ChatLine".id = ${lineId}::uuid`
    return { line: await readLine(tx, sessionId, lineId), changed: true }
  })
  if (changed) publishChat(sessionId, [line])
  return line
}
