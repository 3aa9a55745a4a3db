import { z } from 'zod'
import { db, type Language } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { enqueueJob } from '#platform/jobs.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { emailSchema } from './fields.server.ts'
import { resetMail } from './mail-reset-link.server.ts'

const input = z.object({ email: emailSchema })

const perAccount = defineLimit('reset-account', 5, 60 * 60)
const perAddress = defineLimit('reset-address', 20, 60 * 60)

/**
 * Has a link to change the password mailed to the address, if it has an account. The answer is the same where it has none, and so is
 * its time: whether there is one is looked up only by the job, which is kept before the answer and so outlives the process.
 *
 * @throws InvalidInput; DomainError `limit.reached`
 */
export async function requestPasswordReset(raw: unknown, clientAddress: string, browserLanguage: Language = 'en'): Promise<void> {
  const { email } = parseInput(input, raw)
  await perAddress.spend(clientAddress)
  await perAccount.spend(email)
  await enqueueJob(db, resetMail, { email, browserLanguage })
}
