import type { Viewer } from '#communities/people/contract.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { ThreadItem } from './contract.ts'
import { listThreadItems } from './list-thread-items.server.ts'
import { requireThread } from './require-thread.server.ts'

/** The most replies that a thread's own page shows. */
const MOST_REPLIES = 500

/**
 * One thread: with its newest replies as a feed shows it, or with all of them.
 *
 * @throws DomainError `thread.notFound`, `thread.gone`
 */
export async function getThread(viewer: Viewer, threadId: string, { allReplies = false } = {}): Promise<ThreadItem> {
  await requireThread(viewer, threadId, 'community.read')
  const [item] = await listThreadItems(viewer, [threadId], allReplies ? MOST_REPLIES : undefined)
  if (!item) throw new DomainError('thread.gone')
  return item
}
