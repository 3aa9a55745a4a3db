import { z } from 'zod'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { hashToken } from '#platform/tokens.server.ts'
import { newPasswordSchema } from './fields.server.ts'
import { hashPassword } from './password.server.ts'
import { revokeSignIns } from './revoke-sign-ins.server.ts'

const input = z.object({ token: z.string().max(100), password: newPasswordSchema })

/** Whether a link from a reset mail can still be used. */
export async function isResetOpen(token: string, now = new Date()): Promise<boolean> {
  const reset = await db.passwordReset.findUnique({
    where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: now } },
    select: { id: true },
  })
  return reset !== null
}

/**
 * Changes a password by the link of a reset mail, and signs all browsers of the account out. A link works once, also when
 * it is used twice at the same time; the account's other links are used up with it.
 *
 * @throws InvalidInput; DomainError `reset.gone`
 */
export async function resetPassword(raw: unknown, now = new Date()): Promise<void> {
  const { token, password } = parseInput(input, raw)
  const passwordHash = await hashPassword(password)
  const memberId = await db.$transaction(async (tx) => {
    const [reset] = await tx.passwordReset.updateManyAndReturn({
      where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: now }, member: { deactivatedAt: null } },
      data: { usedAt: now },
      select: { memberId: true },
    })
    if (!reset) throw new DomainError('reset.gone')
    await tx.passwordReset.updateMany({ where: { memberId: reset.memberId, usedAt: null }, data: { usedAt: now } })
    await tx.member.update({ where: { id: reset.memberId }, data: { passwordHash }, select: { id: true } })
    return reset.memberId
  })
  await revokeSignIns({ memberId }, now)
}
