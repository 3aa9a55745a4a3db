import { visibleTo } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { type PersonCard, personCardSelect, type Viewer } from './contract.ts'

export interface InvitationRow {
  id: string
  from: PersonCard
  communityName: string | null
  usesLeft: number
  expiresAt: Date
}

/**
 * The invitation links that still work: the viewer's own, or for an admin everybody's. Newest first, 100 at most.
 * A secret community that the viewer is not in stays unnamed.
 */
export async function listInvitations(viewer: Viewer, now = new Date()): Promise<InvitationRow[]> {
  const rows = await db.invitation.findMany({
    where: {
      revokedAt: null,
      usesLeft: { gt: 0 },
      expiresAt: { gt: now },
      createdBy: { deactivatedAt: null, ...(viewer.role === 'admin' ? {} : { id: viewer.id }) },
    },
    select: { id: true, usesLeft: true, expiresAt: true, communityId: true, createdBy: { select: personCardSelect } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 100,
  })
  const ids = rows.flatMap(({ communityId }) => communityId ?? [])
  const named = await db.community.findMany({ where: { AND: [{ id: { in: ids } }, visibleTo(viewer)] }, select: { id: true, name: true } })
  const names = new Map(named.map(({ id, name }) => [id, name]))
  return rows.map(({ id, usesLeft, expiresAt, createdBy, communityId }) => ({
    id,
    usesLeft,
    expiresAt,
    from: createdBy,
    communityName: (communityId && names.get(communityId)) || null,
  }))
}
