import { notify } from '#communities/inbox/notify.server.ts'
import type { Tx } from '#platform/db.server.ts'
import { plainTextOf } from '#platform/markdown.server.ts'
import type { WithMentions } from './render-with-mentions.server.ts'

interface WrittenText extends WithMentions {
  communityId: string
  threadId: string
  /** Where it is a reply that was written. */
  replyId?: string | undefined
  actorId: string
}

/**
 * Tells who is named in a post or a reply, in the transaction that stores it: each once a text, so that changing it tells only who
 * was not named before. What they were told then says what the text says now.
 *
 * @returns the ids of those who have something new, for `publishInbox`
 */
export async function tellMentioned(tx: Tx, written: WrittenText, now = new Date()): Promise<string[]> {
  const { communityId, threadId, replyId = null, actorId, html, mentionedIds } = written
  const excerpt = plainTextOf(html)
  const key = `mention:${replyId ?? threadId}`
  const told = await tx.inboxItem.findMany({
    where: { key, memberId: { in: mentionedIds } },
    select: { memberId: true },
  })
  const known = new Set(told.map(({ memberId }) => memberId))
  const fresh = mentionedIds.filter((memberId) => !known.has(memberId))
  const notices = fresh.map((memberId) => ({ memberId, communityId, kind: 'mention' as const, key, actorId, threadId, replyId, excerpt }))
  return notify(tx, notices, now)
}
