import type { z } from 'zod'
import { listInbox } from '#communities/inbox/list-inbox.server.ts'
import { countUnread } from '#communities/inbox/publish-inbox.server.ts'
import { lastWorkingMorning, morningOf } from '#communities/people/working-morning.server.ts'
import { db } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import type { JobRun } from '#platform/jobs.server.ts'
import { log } from '#platform/log.server.ts'
import { sendMail } from '#platform/mail.server.ts'
import type { digestJob } from './digest-job.server.ts'
import { makeUnsubscribeToken } from './unsubscribe-token.server.ts'
import { writeDigest } from './write-digest.server.ts'

/** How many matters a mail tells; the inbox has the rest. */
const MATTERS_MAX = 15

/**
 * Mails a member what is unread in their inbox, if something came up since the last mail that was sent: read now, so that it has what
 * they may see now. A morning whose mail could not be sent is thus made good by the next one. Nothing is mailed to members who do not
 * want it any more.
 *
 * It is sent at most once: its job is never done again after a death, and its Message-ID and its file in the outbox follow from
 * the member and the day. Where nobody knows whether it arrived, the next morning tells what is still unread.
 *
 * @throws Error where it certainly was not sent, and is to be tried again
 */
export async function sendDigest({ memberId, day }: z.output<typeof digestJob.payload>, _run: JobRun): Promise<void> {
  const member = await db.member.findUnique({
    where: { id: memberId, digest: true, deactivatedAt: null },
    select: { id: true, name: true, email: true, language: true, mailLanguage: true, timeZone: true, digestToldUntil: true },
  })
  if (!member) return
  const { entries } = await listInbox(member, { view: 'unread', limit: MATTERS_MAX })
  const since = (member.digestToldUntil ?? lastWorkingMorning(member.timeZone, morningOf(member.timeZone, day))).toISOString()
  // Newest first.
  const [newest] = entries
  if (!newest || newest.happenedAt <= since) return
  const unread = (await countUnread([member.id])).get(member.id) ?? entries.length
  const unsubscribeUrl = `${env.publicUrl}/unsubscribe/${makeUnsubscribeToken(member.id)}`
  const language = member.language ?? member.mailLanguage
  const outcome = await sendMail({
    id: `digest-${day}-${member.id}`,
    to: member.email,
    ...writeDigest({ name: member.name, timeZone: member.timeZone, language }, { entries, unread, unsubscribeUrl }),
    // RFC 8058: a mail program's own "unsubscribe" button needs no page.
    headers: { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  })
  if (outcome === 'unclear') return
  // The mail is out: a failure here must not make the job send it again. Telling something twice on two mornings is the lesser evil.
  await db.member
    .update({ where: { id: memberId }, data: { digestToldUntil: newest.happenedAt }, select: { id: true } })
    .catch((error: unknown) => log.error({ error, memberId }, 'it could not be written down what a mail told'))
}
