import { z } from 'zod'
import { db } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import { handleJobs, type JobKind } from '#platform/jobs.server.ts'
import { sendMail } from '#platform/mail.server.ts'
import { hashToken, makeToken } from '#platform/tokens.server.ts'
import { writeResetMail } from './write-reset-mail.server.ts'

export const RESET_TTL_MINUTES = 60

const payload = z.object({ email: z.string(), browserLanguage: z.enum(['en', 'fr']) })

/** Mails a link to change the password, where the address has an account. Two links harm nobody: each works once. */
export const resetMail = { name: 'people.resetMail', payload, afterDeath: 'again' } as const satisfies JobKind<typeof payload>

/** Registers who mails the links. A link is made when it is mailed: the job's row holds none. */
export function mailResetLinks(): void {
  handleJobs(resetMail, async ({ email, browserLanguage }, { now }) => {
    const member = await db.member.findUnique({ where: { email, deactivatedAt: null }, select: { id: true, name: true, language: true } })
    if (!member) return
    const token = makeToken()
    const expiresAt = new Date(now.getTime() + RESET_TTL_MINUTES * 60_000)
    await db.passwordReset.create({ data: { memberId: member.id, tokenHash: hashToken(token), createdAt: now, expiresAt } })
    const reader = { name: member.name, language: member.language ?? browserLanguage }
    await sendMail({ to: email, ...writeResetMail(reader, `${env.publicUrl}/reset-password/${token}`, RESET_TTL_MINUTES) })
  })
}
