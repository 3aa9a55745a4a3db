import { db } from '#platform/db.server.ts'
import { type PersonCard, personCardSelect, type Viewer } from './contract.ts'

export interface InvitationRow {
  id: string
  from: PersonCard
  communityName: string | null
  usesLeft: number
  expiresAt: Date
}

/** The invitation links that still work: the viewer's own, or for an admin everybody's. Newest first, 100 at most. */
export async function listInvitations(viewer: Viewer, now = new Date()): Promise<InvitationRow[]> {
  const rows = await db.invitation.findMany({
    where: { revokedAt: null, usesLeft: { gt: 0 }, expiresAt: { gt: now }, ...(viewer.role === 'admin' ? {} : { createdById: viewer.id }) },
    select: { id: true, usesLeft: true, expiresAt: true, createdBy: { select: personCardSelect }, community: { select: { name: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 100,
  })
  return rows.map(({ id, usesLeft, expiresAt, createdBy, community }) => ({
    id,
    usesLeft,
    expiresAt,
    from: createdBy,
    communityName: community?.name ?? null,
  }))
}
