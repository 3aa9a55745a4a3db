import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { requireStanding } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { findWritten, idempotencyKeySchema, writeOnce } from '#platform/idempotency.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { deriveToken, hashToken, makeToken } from '#platform/tokens.server.ts'
import { usableInvitation } from './usable-invitation.server.ts'

const DAY_MS = 24 * 60 * 60 * 1000

const input = z.object({
  communityId: z
    .union([z.uuid('input.invalid'), z.literal('')])
    .optional()
    .transform((id) => id || null),
  uses: z.coerce.number({ error: 'uses.wrong' }).int('uses.wrong').min(1, 'uses.wrong').max(100, 'uses.wrong').default(1),
  days: z.coerce.number({ error: 'days.wrong' }).int('days.wrong').min(1, 'days.wrong').max(30, 'days.wrong').default(7),
  clientId: idempotencyKeySchema.optional(),
})

const perAddress = defineLimit('invitations-address', 120, 60 * 60)
const perMember = defineLimit('invitations', 30, 60 * 60)

/**
 * Makes a link that lets so many people open an account within so many days; a community that the viewer may invite to can
 * come with it. The link's token is shown once: only its hash is kept.
 *
 * `clientId` is an idempotency key: the same form sent again, twice at once or by a reload, is answered with the same link, which is made
 * from the key anew. Without that key nobody can make it, and a link that lets nobody in any more is not shown as one.
 *
 * @throws InvalidInput; DomainError `community.notFound`, `community.forbidden`, `attempt.changed`, `invitation.gone` (of a repetition),
 *   `limit.reached`
 */
export async function createInvitation(viewer: Viewer, raw: unknown, clientAddress: string, now = new Date()): Promise<string> {
  const { communityId, uses, days, clientId: key } = parseInput(input, raw)
  if (communityId) await requireStanding(viewer, { id: communityId }, 'community.invite')
  const attempt = { memberId: viewer.id, verb: 'invitation.create', placeId: communityId ?? viewer.id, key, content: [uses, days] }
  const tokenOf = (id: string) => (key ? deriveToken(`invitation ${id} ${key}`) : makeToken())
  const showAgain = async (id: string) => {
    const token = tokenOf(id)
    if ((await db.invitation.count({ where: usableInvitation(token, now) })) === 0) throw new DomainError('invitation.gone')
    return token
  }
  const sent = await findWritten(attempt)
  if (sent) return showAgain(sent)
  await perAddress.spend(clientAddress)
  await perMember.spend(viewer.id)
  const { id, made } = await db.$transaction((tx) =>
    writeOnce(tx, attempt, async () => {
      const id = randomUUID()
      const token = tokenOf(id)
      const expiresAt = new Date(now.getTime() + days * DAY_MS)
      const about = { createdById: viewer.id, communityId, usesLeft: uses, createdAt: now, expiresAt }
      await tx.invitation.create({ data: { id, tokenHash: hashToken(token), ...about }, select: { id: true } })
      return { id, token }
    }),
  )
  return made ? made.token : showAgain(id)
}
