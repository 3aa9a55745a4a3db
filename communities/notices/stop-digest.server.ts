import { z } from 'zod'
import { db, type Language } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { chooseDigest } from './choose-digest.server.ts'
import { planDigests } from './plan-digests.server.ts'
import { readUnsubscribeToken } from './unsubscribe-token.server.ts'

interface DigestChoice {
  digest: boolean
  /** What its reader reads: who follows the link of a mail need not be signed in. */
  language: Language
}

const input = z.object({ intent: z.enum(['stop', 'undo'], { error: 'input.invalid' }).default('stop') })

/**
 * Whether the reader of a mail with this link gets it, for the page that the link opens: reading it changes nothing.
 *
 * @throws DomainError `unsubscribe.gone`
 */
export async function findDigestChoice(token: string): Promise<DigestChoice> {
  const memberId = readUnsubscribeToken(token)
  const member = memberId
    ? await db.member.findUnique({
        where: { id: memberId, deactivatedAt: null },
        select: { digest: true, language: true, mailLanguage: true },
      })
    : null
  if (!member) throw new DomainError('unsubscribe.gone')
  return { digest: member.digest, language: member.language ?? member.mailLanguage }
}

/**
 * Stops a member's morning mail by the link in it, or takes that back: also asked for by mail programs themselves (RFC 8058), who
 * send `List-Unsubscribe=One-Click` and no cookie. Repeating it changes nothing.
 *
 * @throws InvalidInput; DomainError `unsubscribe.gone`
 */
export async function stopDigest(token: string, raw: unknown): Promise<DigestChoice> {
  const { intent } = parseInput(input, raw)
  const digest = intent === 'undo'
  const { language } = await findDigestChoice(token)
  const id = readUnsubscribeToken(token) ?? ''
  const now = new Date()
  await chooseDigest(id, digest, now)
  if (digest) await planDigests(now, id)
  return { digest, language }
}
