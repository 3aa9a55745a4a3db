import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { idSchema } from './fields.server.ts'
import { type Asker, may, requireStanding } from './permissions.server.ts'
import { tellMembers } from './tell-members.server.ts'

const input = z.object({ memberId: idSchema })

/**
 * Takes back an invitation that was not answered yet: the viewer's own, or any for moderators. Where there is none, nothing happens.
 *
 * @throws InvalidInput `memberId`; DomainError `community.notFound`, `community.forbidden`, `community.archived`
 */
export async function withdrawInvitation(viewer: Asker, communityId: string, raw: unknown): Promise<void> {
  const { memberId } = parseInput(input, raw)
  const { standing } = await requireStanding(viewer, { id: communityId }, 'community.invite')
  const invitation = await db.communityInvitation.findUnique({ where: { communityId_memberId: { communityId, memberId } } })
  if (!invitation) return
  if (invitation.invitedById !== viewer.id && !may(standing, 'community.approve')) throw new DomainError('community.forbidden')
  await db.communityInvitation.deleteMany({ where: { communityId, memberId } })
  await publishInbox([memberId])
  tellMembers(communityId, memberId)
}
