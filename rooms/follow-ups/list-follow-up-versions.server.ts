import type { Asker } from '#communities/memberships/permissions.server.ts'
import { personCardSelect } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { renderMarkdown } from '#platform/markdown.server.ts'
import type { FollowUpVersionView } from '#rooms/follow-ups/contract.ts'
import { requireFollowUpPlace } from './lock-follow-up.server.ts'

const VERSIONS_MAX = 50

/**
 * What a follow-up said before each of its changes, the newest first; at most 50.
 *
 * @throws DomainError `session.notFound`
 */
export async function listFollowUpVersions(viewer: Asker, sessionId: string): Promise<FollowUpVersionView[]> {
  await requireFollowUpPlace(viewer, sessionId, 'room.see')
  const versions = await db.followUpVersion.findMany({
    where: { sessionId },
    orderBy: { rev: 'desc' },
    take: VERSIONS_MAX,
    include: { editedBy: { select: personCardSelect } },
  })
  return versions.map(({ rev, title, markdown, editedBy, createdAt }) => ({
    rev,
    title,
    html: renderMarkdown(markdown),
    changedBy: editedBy,
    changedAt: createdAt.toISOString(),
  }))
}
