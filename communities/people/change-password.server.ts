import { z } from 'zod'
import { db } from '#platform/db.server.ts'
import { InvalidInput, parseInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import type { Viewer } from './contract.ts'
import { newPasswordSchema } from './fields.server.ts'
import { checkPassword, hashPassword } from './password.server.ts'
import { revokeSignIns } from './revoke-sign-ins.server.ts'

const input = z.object({
  currentPassword: z.string({ error: 'password.missing' }).min(1, 'password.missing').max(1000, 'password.wrong'),
  password: newPasswordSchema,
})

const perMember = defineLimit('change-password', 10, 15 * 60)

/** Changes the viewer's password and signs their other browsers out. @throws InvalidInput (`password.wrong`); DomainError `limit.reached` */
export async function changePassword(viewer: Viewer, raw: unknown): Promise<void> {
  const { currentPassword, password } = parseInput(input, raw)
  await perMember.spend(viewer.id)
  const { passwordHash } = await db.member.findUniqueOrThrow({ where: { id: viewer.id }, select: { passwordHash: true } })
  if (!(await checkPassword(passwordHash, currentPassword))) throw new InvalidInput({ currentPassword: 'password.wrong' })
  await db.member.update({ where: { id: viewer.id }, data: { passwordHash: await hashPassword(password) }, select: { id: true } })
  await revokeSignIns({ memberId: viewer.id, id: { not: viewer.signInId } })
}
