import { z } from 'zod'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { hashToken } from '#platform/tokens.server.ts'
import { disconnectSignIns } from './disconnect-sign-ins.server.ts'
import { newPasswordSchema } from './fields.server.ts'
import { hashPassword } from './password.server.ts'
import { revokeSignIns } from './revoke-sign-ins.server.ts'
import { openAccount } from './sign-in-tries.server.ts'

const input = z.object({ token: z.string().max(100), password: newPasswordSchema })

const perAddress = defineLimit('reset-use-address', 30, 60 * 60)
const perLink = defineLimit('reset-use-link', 10, 60 * 60)

/** Whether a link from a reset mail can still be used. */
export async function isResetOpen(token: string, now = new Date()): Promise<boolean> {
  const reset = await db.passwordReset.findUnique({
    where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: now }, member: { deactivatedAt: null } },
    select: { id: true },
  })
  return reset !== null
}

/**
 * Changes a password by the link of a reset mail, and signs all browsers of the account out. A link works once, also when
 * it is used twice at the same time; the account's other links are used up with it,
 * and wrong passwords before it do not keep its owner from signing in with the new one.
 *
 * @throws InvalidInput; DomainError `reset.gone`, `limit.reached`
 */
export async function resetPassword(raw: unknown, clientAddress: string, now = new Date()): Promise<void> {
  const { token, password } = parseInput(input, raw)
  await perAddress.spend(clientAddress)
  await perLink.spend(hashToken(token))
  const passwordHash = await hashPassword(password)
  const { revoked, email } = await db.$transaction(async (tx) => {
    const [reset] = await tx.passwordReset.updateManyAndReturn({
      where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: now }, member: { deactivatedAt: null } },
      data: { usedAt: now },
      select: { memberId: true },
    })
    if (!reset) throw new DomainError('reset.gone')
    await tx.passwordReset.updateMany({ where: { memberId: reset.memberId, usedAt: null }, data: { usedAt: now } })
    const { email } = await tx.member.update({ where: { id: reset.memberId }, data: { passwordHash }, select: { email: true } })
    return { revoked: await revokeSignIns(tx, { memberId: reset.memberId }, now), email }
  })
  await openAccount(email, clientAddress)
  disconnectSignIns(revoked)
}
