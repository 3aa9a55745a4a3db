import type { Viewer } from '#communities/people/contract.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { ThreadItem } from './contract.ts'
import { REPLIES_IN_FEED, REPLIES_MAX } from './fields.server.ts'
import { listThreadItems } from './list-thread-items.server.ts'
import { requireThread } from './require-thread.server.ts'

/**
 * One thread with its newest replies: as many as a feed shows, or as many as are asked for.
 *
 * @throws DomainError `thread.notFound`, `thread.gone`
 */
export async function getThread(viewer: Viewer, threadId: string, { replies = REPLIES_IN_FEED } = {}): Promise<ThreadItem> {
  await requireThread(viewer, threadId, 'community.read')
  const [item] = await listThreadItems(viewer, [threadId], Math.min(replies, REPLIES_MAX))
  if (!item) throw new DomainError('thread.gone')
  return item
}
