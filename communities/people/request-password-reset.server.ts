import { z } from 'zod'
import { db, type Language } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { log } from '#platform/log.server.ts'
import { sendMail } from '#platform/mail.server.ts'
import { hashToken, makeToken } from '#platform/tokens.server.ts'
import { emailSchema } from './fields.server.ts'
import { writeResetMail } from './write-reset-mail.server.ts'

const input = z.object({ email: emailSchema })

export const RESET_TTL_MINUTES = 60

const perAccount = defineLimit('reset-account', 5, 60 * 60)
const perAddress = defineLimit('reset-address', 20, 60 * 60)

/**
 * Sends a link to change the password to the address, if it has an account. The answer is the same where it has none, and
 * does not wait for the mail, so that its time does not tell either.
 *
 * @throws InvalidInput; DomainError `limit.reached`
 */
export async function requestPasswordReset(
  raw: unknown,
  clientAddress: string,
  browserLanguage: Language = 'en',
  now = new Date(),
): Promise<void> {
  const { email } = parseInput(input, raw)
  await perAddress.spend(clientAddress)
  await perAccount.spend(email)
  void sendLink(email, browserLanguage, now).catch((error: unknown) => log.error({ error }, 'a password reset mail could not be sent'))
}

async function sendLink(email: string, browserLanguage: Language, now: Date): Promise<void> {
  const member = await db.member.findUnique({ where: { email, deactivatedAt: null }, select: { id: true, name: true, language: true } })
  if (!member) return
  const token = makeToken()
  await db.passwordReset.create({
    data: {
      memberId: member.id,
      tokenHash: hashToken(token),
      createdAt: now,
      expiresAt: new Date(now.getTime() + RESET_TTL_MINUTES * 60_000),
    },
  })
  await sendMail({
    to: email,
    ...writeResetMail(
      { name: member.name, language: member.language ?? browserLanguage },
      `${env.publicUrl}/reset-password/${token}`,
      RESET_TTL_MINUTES,
    ),
  })
}
