import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { InvalidInput, parseInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { disconnectSignIns } from './disconnect-sign-ins.server.ts'
import { newPasswordSchema } from './fields.server.ts'
import { checkPassword, hashPassword } from './password.server.ts'
import { revokeSignIns } from './revoke-sign-ins.server.ts'

const input = z.object({
  currentPassword: z.string({ error: 'password.missing' }).min(1, 'password.missing').max(1000, 'password.tooLong'),
  password: newPasswordSchema,
})

const perAddress = defineLimit('change-password-address', 60, 15 * 60)
const perAccount = defineLimit('change-password-account', 10, 15 * 60)

/**
 * Gives a member a new password; whoever else is signed in as them is signed out, this browser stays.
 *
 * The current password is asked for, so that a browser left open takes nobody's account.
 *
 * @throws InvalidInput (`currentPassword: password.wrong`); DomainError `limit.reached`
 */
export async function changePassword(viewer: Pick<Viewer, 'id' | 'signInId'>, raw: unknown, clientAddress: string): Promise<void> {
  const { currentPassword, password } = parseInput(input, raw)
  await perAddress.spend(clientAddress)
  await perAccount.spend(viewer.id)
  const member = await db.member.findUniqueOrThrow({ where: { id: viewer.id }, select: { passwordHash: true } })
  if (!(await checkPassword(member.passwordHash, currentPassword))) throw new InvalidInput({ currentPassword: 'password.wrong' })
  const passwordHash = await hashPassword(password)
  const revoked = await db.$transaction(async (tx) => {
    await tx.member.update({ where: { id: viewer.id }, data: { passwordHash }, select: { id: true } })
    return revokeSignIns(tx, { memberId: viewer.id, id: { not: viewer.signInId } })
  })
  await perAccount.reset(viewer.id)
  disconnectSignIns(revoked)
}
