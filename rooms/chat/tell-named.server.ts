import type { WithMentions } from '#communities/mentions/render-with-mentions.server.ts'
import { tellMentioned } from '#communities/mentions/tell-mentioned.server.ts'
import type { Tx } from '#platform/db.server.ts'

interface NamingLine extends WithMentions {
  lineId: string
  session: { id: string; roomId: string; communityId: string }
  actorId: string
}

/**
 * Tells who is named in a line of a chat, in the transaction that stores it.
 *
 * @returns the ids of those who have something new, for `publishInbox`
 */
export async function tellNamed(tx: Tx, { lineId, session, actorId, html, mentionedIds }: NamingLine): Promise<string[]> {
  if (mentionedIds.length === 0) return []
  const thread = await tx.thread.findUnique({ where: { sessionId: session.id }, select: { id: true } })
  const { id: sessionId, roomId, communityId } = session
  const place = { communityId, threadId: thread?.id ?? null, roomId, sessionId, textId: lineId }
  return tellMentioned(tx, { ...place, actorId, html, mentionedIds })
}
