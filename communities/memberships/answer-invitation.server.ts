import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { joinCommunity } from './join-community.server.ts'
import type { Asker } from './permissions.server.ts'
import { tellMembers } from './tell-members.server.ts'

const input = z.object({ answer: z.enum(['accept', 'decline'], 'input.invalid') })

/**
 * Accepts or declines an invitation into a community. Both can be repeated.
 *
 * @throws DomainError on accepting only: `community.notFound` (also where the invitation to a secret one is gone), `community.forbidden`, `community.archived`
 */
export async function answerInvitation(viewer: Asker, communityId: string, raw: unknown): Promise<void> {
  const { answer } = parseInput(input, raw)
  if (answer === 'accept') await joinCommunity(viewer, communityId)
  else {
    await db.communityInvitation.deleteMany({ where: { communityId, memberId: viewer.id } })
    await publishInbox([viewer.id])
    tellMembers(communityId, viewer.id)
  }
}
