import { z } from 'zod'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { emailSchema } from './fields.server.ts'
import { checkPassword } from './password.server.ts'
import { giveBackSignInTry, spendSignInTry } from './sign-in-tries.server.ts'
import { type Browser, startSignIn } from './start-sign-in.server.ts'

const input = z.object({
  email: emailSchema,
  password: z.string({ error: 'password.missing' }).min(1, 'password.missing').max(1000, 'password.tooLong'),
})

/**
 * Signs a member in with e-mail and password, and returns the token for the cookie.
 *
 * An unknown address and a wrong password get the same answer after the same time. In a quarter of an hour, an address of the
 * network has ten tries an account and 60 in all, and an account 100 from everywhere (`sign-in-tries`); a sign-in that works gives
 * back the account's tries, and its own of the address. A browser that signed in to the account before has ten tries of its own, so that
 * nobody keeps an account's owner out by guessing.
 *
 * @throws InvalidInput; DomainError `signIn.wrong`, `limit.reached`
 */
export async function signIn(raw: unknown, browser: Browser, clientAddress: string): Promise<string> {
  const { email, password } = parseInput(input, raw)
  await spendSignInTry(email, clientAddress, browser.devices)
  const member = await db.member.findUnique({ where: { email, deactivatedAt: null }, select: { id: true, passwordHash: true } })
  if (!(await checkPassword(member?.passwordHash ?? null, password)) || !member) throw new DomainError('signIn.wrong')
  await giveBackSignInTry(email, clientAddress, browser.devices)
  return startSignIn(db, member.id, browser)
}
