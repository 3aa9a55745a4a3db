import type { z } from 'zod'
import { placeOf } from '#communities/inbox/contract.ts'
import { findInboxEntry } from '#communities/inbox/list-inbox.server.ts'
import { isQuiet } from '#communities/people/quiet-hours.server.ts'
import { db, type InboxKind, type Language } from '#platform/db.server.ts'
import type { JobRun } from '#platform/jobs.server.ts'
import { log } from '#platform/log.server.ts'
import { sendPush } from '#platform/web-push.server.ts'
import type { PushNotice } from './contract.ts'
import type { pushJob } from './push-job.server.ts'
import { sayMatter } from './say-matter.server.ts'

/** For how long a notice is worth being shown: that somebody is in a room, for minutes; the rest, for half a day. */
const ttlSecondsOf = (kind: InboxKind | null) => (kind === 'roomBusy' || kind === null ? 15 * 60 : 12 * 60 * 60)

/**
 * Sends one notice to one browser: what the inbox shows now, in its reader's language. Nothing is sent of what was read or taken
 * away meanwhile, in quiet hours, to a browser that was signed out, or when it is too late for it. A browser that takes no more
 * notices is forgotten.
 *
 * @throws Error where it is to be tried again
 */
export async function deliverPush({ subscriptionId, itemId }: z.output<typeof pushJob.payload>, { now }: JobRun): Promise<void> {
  const subscription = await db.pushSubscription.findUnique({
    where: { id: subscriptionId, signIn: { revokedAt: null, expiresAt: { gt: now } }, member: { deactivatedAt: null } },
    include: { member: { select: { id: true, language: true, timeZone: true, quietFrom: true, quietTo: true } } },
  })
  if (!subscription) return
  const { member } = subscription
  const language = member.language ?? subscription.language
  const entry = itemId ? await findInboxEntry(member, itemId) : null
  if (itemId && (!entry || entry.read || entry.done || isQuiet(member, now))) return
  const ttlSeconds = ttlSecondsOf(entry?.kind ?? null)
  if (entry && now.getTime() - Date.parse(entry.happenedAt) > ttlSeconds * 1000) return
  const notice: PushNotice = entry
    ? {
        title: sayMatter(entry, { language, timeZone: member.timeZone }),
        body: entry.excerpt,
        tag: entry.id,
        path: placeOf(entry),
        language,
      }
    : { ...testNotices[language], tag: 'test', path: '/me/notices', language }
  const outcome = await sendPush(subscription, notice, { ttlSeconds, urgency: entry?.kind === 'roomBusy' ? 'high' : 'normal' })
  if (outcome === 'gone') await db.pushSubscription.deleteMany({ where: { id: subscriptionId } })
  if (outcome === 'unclear') log.warn({ subscriptionId }, 'a browser notice may not have arrived; it is not sent twice')
}

const testNotices: Record<Language, Pick<PushNotice, 'title' | 'body'>> = {
  en: { title: 'Palier can reach you here', body: 'This is what a notice looks like.' },
  fr: { title: 'Palier peut vous prévenir ici', body: 'Voilà à quoi ressemble une notification.' },
}
