import { type Asker, findStanding, may } from '#communities/memberships/permissions.server.ts'
import { personCardSelect } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { type FollowUpView, traceSchema } from '#rooms/follow-ups/contract.ts'

/** The follow-up of a session as its page shows it; null where it has none. The caller has made sure that the viewer may read the session. */
export async function findFollowUp(viewer: Asker, sessionId: string): Promise<FollowUpView | null> {
  const found = await db.followUp.findUnique({
    where: { sessionId },
    include: {
      owner: { select: personCardSelect },
      publishedBy: { select: personCardSelect },
      versions: { orderBy: { rev: 'desc' }, take: 1, select: { editedBy: { select: personCardSelect } } },
      session: { select: { communityId: true, notes: { select: { markdown: true } } } },
      _count: { select: { versions: true } },
    },
  })
  const standing = found && (await findStanding(viewer, { id: found.session.communityId }))?.standing
  if (!found || !standing) return null
  const { state, owner, title, html, rev, editedAt, publishedAt, publishedBy, versions, _count } = found
  const mayWrite = owner?.id === viewer.id && may(standing, 'followUp.write')
  return {
    sessionId,
    state,
    owner,
    title,
    markdown: mayWrite ? found.markdown : null,
    html,
    asNoted: state !== 'dismissed' && found.markdown.trim() === (found.session.notes?.markdown.trim() ?? ''),
    trace: traceSchema.parse(found.trace),
    rev,
    editedAt,
    editedBy: versions[0]?.editedBy ?? null,
    publishedAt,
    publishedBy,
    versionCount: _count.versions,
    mayWrite,
    mayTakeOver: !mayWrite && may(standing, 'followUp.takeOver'),
  }
}
