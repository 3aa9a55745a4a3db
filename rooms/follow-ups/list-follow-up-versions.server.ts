import type { Asker } from '#communities/memberships/permissions.server.ts'
import { renderPlain } from '#communities/mentions/render-with-mentions.server.ts'
import { personCardSelect } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import type { FollowUpVersionView } from '#rooms/follow-ups/contract.ts'
import { requireFollowUpPlace } from './lock-follow-up.server.ts'

const VERSIONS_MAX = 50

/**
 * What a follow-up said before each of its changes, the newest first; at most 50. HTML is kept with each version. One from before it was
 * kept is rendered for its first reader, and stored: two readers at once store the same.
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
  const views: FollowUpVersionView[] = []
  for (const { rev, title, markdown, html, editedBy, createdAt } of versions) {
    views.push({
      rev,
      title,
      html: html ?? (await keepHtml(sessionId, rev, markdown)),
      changedBy: editedBy,
      changedAt: createdAt.toISOString(),
    })
  }
  return views
}

async function keepHtml(sessionId: string, rev: number, markdown: string): Promise<string> {
  const html = await renderPlain(markdown)
  await db.followUpVersion.updateMany({ where: { sessionId, rev, html: null }, data: { html } })
  return html
}
