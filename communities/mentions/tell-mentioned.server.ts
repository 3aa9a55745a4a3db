import { notify } from '#communities/inbox/notify.server.ts'
import type { Tx } from '#platform/db.server.ts'
import { plainTextOf } from '#platform/plain-text.server.ts'
import type { WithMentions } from './render-with-mentions.server.ts'

interface WrittenText extends WithMentions {
  communityId: string
  /** The thread that it is in, or that its place belongs to. */
  threadId: string | null
  /** Where it is a reply that was written. */
  replyId?: string | undefined
  /** Where it is something else than a post or a reply: which one, and where it stands. */
  textId?: string
  roomId?: string
  sessionId?: string | null
  actorId: string
}

/**
 * Tells who is named in a text (a post, a reply, a line of a chat, a question on an agenda), in the transaction that stores it: each
 * once a text, so that changing it tells only who was not named before. What they were told then says what the text says now.
 *
 * @returns the ids of those who have something new, for `publishInbox`
 */
export async function tellMentioned(tx: Tx, written: WrittenText, now = new Date()): Promise<string[]> {
  const { html, mentionedIds, textId, replyId = null, ...place } = written
  if (mentionedIds.length === 0) return []
  const key = `mention:${textId ?? replyId ?? place.threadId}`
  const told = await tx.inboxItem.findMany({
    where: { key, memberId: { in: mentionedIds } },
    select: { memberId: true },
  })
  const known = new Set(told.map(({ memberId }) => memberId))
  const fresh = mentionedIds.filter((memberId) => !known.has(memberId))
  const matter = { ...place, kind: 'mention' as const, key, replyId, excerpt: plainTextOf(html) }
  return notify(
    tx,
    fresh.map((memberId) => ({ ...matter, memberId })),
    now,
  )
}
