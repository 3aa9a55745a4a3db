import { z } from 'zod'
import { requireStanding } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { hashToken, makeToken } from '#platform/tokens.server.ts'

const DAY_MS = 24 * 60 * 60 * 1000

const input = z.object({
  communityId: z
    .union([z.uuid('input.invalid'), z.literal('')])
    .optional()
    .transform((id) => id || null),
  uses: z.coerce.number({ error: 'uses.wrong' }).int('uses.wrong').min(1, 'uses.wrong').max(100, 'uses.wrong').default(1),
  days: z.coerce.number({ error: 'days.wrong' }).int('days.wrong').min(1, 'days.wrong').max(30, 'days.wrong').default(7),
})

const perAddress = defineLimit('invitations-address', 120, 60 * 60)
const perMember = defineLimit('invitations', 30, 60 * 60)

/**
 * Makes a link that lets so many people open an account within so many days; a community that the viewer may invite to can
 * come with it. The link's token is shown once: only its hash is kept.
 *
 * @throws InvalidInput; DomainError `community.notFound`, `community.forbidden`, `limit.reached`
 */
export async function createInvitation(viewer: Viewer, raw: unknown, clientAddress: string, now = new Date()): Promise<string> {
  const { communityId, uses, days } = parseInput(input, raw)
  if (communityId) await requireStanding(viewer, { id: communityId }, 'community.invite')
  await perAddress.spend(clientAddress)
  await perMember.spend(viewer.id)
  const token = makeToken()
  await db.invitation.create({
    data: {
      tokenHash: hashToken(token),
      createdById: viewer.id,
      communityId,
      usesLeft: uses,
      createdAt: now,
      expiresAt: new Date(now.getTime() + days * DAY_MS),
    },
  })
  return token
}
