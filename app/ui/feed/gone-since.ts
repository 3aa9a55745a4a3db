import type { FeedPage, ThreadItem } from '#communities/threads/contract.ts'

/**
 * The threads of a feed on screen that are gone (deleted, or not the viewer's to read any more), by what the feed's top is now. One
 * that is missing there because others came on top of it is not gone: its activity is older than all that was read.
 */
export function goneSince(onScreen: readonly ThreadItem[], now: FeedPage): Set<string> {
  const read = new Set(now.threads.map(({ id }) => id))
  const oldest = now.nextCursor === null ? '' : (now.threads.at(-1)?.lastActivityAt ?? '')
  return new Set(onScreen.filter(({ id, lastActivityAt }) => !read.has(id) && lastActivityAt > oldest).map(({ id }) => id))
}
