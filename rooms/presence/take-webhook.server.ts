import { db } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { webhookCount } from '#platform/metrics.server.ts'
import { type MediaEvent, verifyWebhook } from '#rooms/livekit/verify-webhook.server.ts'
import { publishesRightly, settlePublishing } from '#rooms/recordings/consent/settle-publishing.server.ts'
import { takeEgressWebhook } from '#rooms/recordings/egress/take-egress-webhook.server.ts'
import { closeMedia } from '#rooms/sessions/close-media.server.ts'
import type { PresenceFact } from './merge-fact.server.ts'
import { putOutUnwelcome } from './put-out-unwelcome.server.ts'
import { findMemberIds, lockSession, type RecordedFacts, recordFacts } from './record-facts.server.ts'
import { tellRecorded } from './tell-recorded.server.ts'

/**
 * Takes in one of LiveKit's webhooks. In one transaction: the receipt (so that a repeated one does nothing) and its effect.
 *
 * If the transaction fails, the error goes up, LiveKit hears a 500 and tries again for half a minute; what is lost all the
 * same, the sweep finds. Events without an effect on presence are not kept.
 *
 * @returns false where it is not signed by LiveKit
 */
export async function takeWebhook(rawBody: string, authorization: string | null): Promise<boolean> {
  const event = await verifyWebhook(rawBody, authorization)
  if (!event) {
    webhookCount.inc({ event: 'unknown', outcome: 'refused' })
    return false
  }
  if (event.egress) {
    webhookCount.inc({ event: event.name, outcome: await takeEgressWebhook(event.eventId, event.name, event.egress) })
    return true
  }
  const fact = factOf(event)
  const { outcome, recorded } = fact ? await record(event, fact) : { outcome: 'ignored', recorded: null }
  webhookCount.inc({ event: event.name, outcome })
  if (recorded) tellRecorded(recorded)
  if (recorded && fact?.kind === 'joined') {
    if (recorded.session.endedAt)
      await closeMedia(recorded.session.id).catch((error: unknown) => log.warn({ error }, 'closing is left to the sweep'))
    await putOutUnwelcome([{ sessionId: recorded.session.id, memberId: fact.memberId, since: fact.joinedAt }]).catch((error: unknown) =>
      log.warn({ error }, 'putting out is left to the sweep'),
    )
    await settleWhoCame(recorded.session.id, event).catch((error: unknown) => log.warn({ error }, 'who may publish is left to the sweep'))
  }
  return true
}

/** A ticket from before a recording began, or ended, says something else about publishing than is true now. */
async function settleWhoCame(sessionId: string, { participant }: MediaEvent): Promise<void> {
  if (participant && !(await publishesRightly(sessionId, participant))) await settlePublishing(sessionId)
}

function factOf({ name, participant, createdAt }: MediaEvent): PresenceFact | null {
  if (!participant) return null
  const { sid, memberId, joinedAt } = participant
  if (name === 'participant_joined') return { kind: 'joined', sid, memberId, joinedAt }
  if (name === 'participant_left') return { kind: 'left', sid, memberId, joinedAt, leftAt: createdAt }
  // LiveKit says so of who never was in, and at times of who resumed: without a `joined` it makes no visit.
  if (name === 'participant_connection_aborted') return { kind: 'left', sid, memberId, joinedAt: null, leftAt: createdAt }
  return null
}

async function record(event: MediaEvent, fact: PresenceFact): Promise<{ outcome: string; recorded: RecordedFacts | null }> {
  return db.$transaction(async (tx) => {
    const sessionId = event.roomName
    const session = sessionId && isUuid(sessionId) ? await lockSession(tx, sessionId) : null
    if (!session || !(await findMemberIds(tx, [fact.memberId])).has(fact.memberId)) return { outcome: 'ignored', recorded: null }
    const { count } = await tx.webhookReceipt.createMany({
      data: [{ eventId: event.eventId, event: event.name, sessionId: session.id }],
      skipDuplicates: true,
    })
    if (count === 0) return { outcome: 'repeated', recorded: null }
    // Somebody whose ticket was under way came in after the end: LiveKit's room was made again, or was not closed yet.
    if (fact.kind === 'joined' && session.endedAt)
      await tx.session.update({ where: { id: session.id }, data: { mediaClosedAt: null }, select: { id: true } })
    return { outcome: 'taken', recorded: await recordFacts(tx, session, [fact]) }
  })
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
