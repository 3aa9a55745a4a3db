import type { CommunityRole, Tx } from '#platform/db.server.ts'

/**
 * Who is to own a community that has lost its owners: the moderator who has been in for longest, else the member; null where nobody
 * with an open account is in.
 */
export async function findHeir(tx: Tx, communityId: string): Promise<{ memberId: string; role: CommunityRole } | null> {
  const active = { communityId, member: { deactivatedAt: null } }
  const longest = { orderBy: [{ joinedAt: 'asc' as const }, { memberId: 'asc' as const }], select: { memberId: true, role: true } }
  return (
    (await tx.membership.findFirst({ where: { ...active, role: 'moderator' }, ...longest })) ??
    (await tx.membership.findFirst({ where: active, ...longest }))
  )
}
