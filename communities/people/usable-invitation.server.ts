import { findStanding, may } from '#communities/memberships/permissions.server.ts'
import type { Db, WorkspaceRole } from '#platform/db.server.ts'
import { hashToken } from '#platform/tokens.server.ts'

/** The `where` of an invitation that still lets somebody in: with uses and time left, and whose maker has an account still. */
export function usableInvitation(token: string, now: Date) {
  return {
    tokenHash: hashToken(token),
    revokedAt: null,
    usesLeft: { gt: 0 },
    expiresAt: { gt: now },
    createdBy: { deactivatedAt: null },
  } as const
}

/** Whether an invitation's community comes along: only while its maker may still invite there. */
export async function mayBring(
  client: Db,
  invitation: { communityId: string | null; createdBy: { id: string; role: WorkspaceRole } },
): Promise<boolean> {
  if (!invitation.communityId) return false
  const found = await findStanding(invitation.createdBy, { id: invitation.communityId }, client)
  return found !== null && may(found.standing, 'community.invite')
}
