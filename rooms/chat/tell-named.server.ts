import { notify } from '#communities/inbox/notify.server.ts'
import type { WithMentions } from '#communities/mentions/render-with-mentions.server.ts'
import type { Tx } from '#platform/db.server.ts'
import { plainTextOf } from '#platform/markdown.server.ts'

interface NamingLine extends WithMentions {
  lineId: string
  session: { id: string; roomId: string; communityId: string }
  actorId: string
}

/**
 * Tells who is named in a line of a chat, in the transaction that stores it: each once a line, so that changing it tells only who was
 * not named before.
 *
 * @returns the ids of those who have something new, for `publishInbox`
 */
export async function tellNamed(tx: Tx, { lineId, session, actorId, html, mentionedIds }: NamingLine): Promise<string[]> {
  if (mentionedIds.length === 0) return []
  const key = `mention:${lineId}`
  const told = await tx.inboxItem.findMany({ where: { key, memberId: { in: mentionedIds } }, select: { memberId: true } })
  const known = new Set(told.map(({ memberId }) => memberId))
  const thread = await tx.thread.findUnique({ where: { sessionId: session.id }, select: { id: true } })
  const { id: sessionId, roomId, communityId } = session
  const matter = { communityId, kind: 'mention' as const, key, actorId, threadId: thread?.id ?? null, roomId, sessionId }
  const fresh = mentionedIds.filter((memberId) => !known.has(memberId))
  return notify(
    tx,
    fresh.map((memberId) => ({ ...matter, memberId, excerpt: plainTextOf(html) })),
  )
}
