import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { CHAT_PAGE, type ChatLineCard } from './contract.ts'
import { readChat } from './read-chat.server.ts'

/** A page of a chat that is over, from its beginning on. */
export interface Transcript {
  lines: ChatLineCard[]
  /** Where the pages before and after this one begin; null where there is none. */
  earlierFrom: number | null
  laterFrom: number | null
}

/**
 * Reads a session's chat as it is read when it is over: from its beginning, page by page (`from` is a place), or the page on which a
 * line is, so that its address works wherever it stands.
 *
 * @throws DomainError `session.notFound`, also where the viewer may not read it
 */
export async function readTranscript(
  viewer: Asker,
  sessionId: string,
  { from = 1, lineId }: { from?: number | undefined; lineId?: string | undefined } = {},
): Promise<Transcript> {
  const line = lineId ? await db.chatLine.findUnique({ where: { id: lineId, sessionId }, select: { position: true } }) : null
  const page = Math.floor(((line?.position ?? from) - 1) / CHAT_PAGE)
  const before = (page + 1) * CHAT_PAGE + 1
  const [{ lines }, later] = await Promise.all([
    readChat(viewer, sessionId, { before }),
    db.chatLine.findFirst({ where: { sessionId, position: { gte: before }, deletedAt: null }, select: { id: true } }),
  ])
  return {
    lines: lines.filter(({ position, deleted }) => !deleted && position > page * CHAT_PAGE),
    earlierFrom: page > 0 ? (page - 1) * CHAT_PAGE + 1 : null,
    laterFrom: later ? before : null,
  }
}
