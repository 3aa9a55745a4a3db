import { z } from 'zod'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { emailSchema } from './fields.server.ts'
import { checkPassword } from './password.server.ts'
import { type Browser, startSignIn } from './start-sign-in.server.ts'

const input = z.object({
  email: emailSchema,
  password: z.string({ error: 'password.missing' }).min(1, 'password.missing').max(1000, 'password.tooLong'),
})

const perAccount = defineLimit('sign-in-account', 10, 15 * 60)
/** A whole company may sit behind one address: only what fails counts against it. */
const perAddress = defineLimit('sign-in-address', 60, 15 * 60)

/**
 * Signs a member in with e-mail and password, and returns the token for the cookie.
 *
 * An unknown address and a wrong password get the same answer after the same time. Ten tries an account and 60 an address
 * of the network are allowed in a quarter of an hour; a sign-in that works gives back the account's tries, and its own of the address.
 *
 * @throws InvalidInput; DomainError `signIn.wrong`, `limit.reached`
 */
export async function signIn(raw: unknown, browser: Browser, clientAddress: string): Promise<string> {
  const { email, password } = parseInput(input, raw)
  await perAddress.spend(clientAddress)
  await perAccount.spend(email)
  const member = await db.member.findUnique({ where: { email, deactivatedAt: null }, select: { id: true, passwordHash: true } })
  if (!(await checkPassword(member?.passwordHash ?? null, password)) || !member) throw new DomainError('signIn.wrong')
  await Promise.all([perAccount.reset(email), perAddress.giveBack(clientAddress)])
  return startSignIn(db, member.id, browser)
}
