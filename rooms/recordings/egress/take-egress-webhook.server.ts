import { db } from '#platform/db.server.ts'
import type { EgressReport } from '#rooms/livekit/read-egress.server.ts'
import { takeReport } from './take-report.server.ts'

const sessionIdPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Takes in a webhook of Egress (`egress_started`, `egress_updated`, `egress_ended`): in one transaction the receipt, so that a repeated
 * one does nothing, and its effect. What is lost, the list of runs tells.
 */
export async function takeEgressWebhook(
  eventId: string,
  event: string,
  report: EgressReport,
  now = new Date(),
): Promise<'taken' | 'repeated' | 'ignored'> {
  const { sessionId } = report
  if (!sessionIdPattern.test(sessionId)) return 'ignored'
  return db.$transaction(async (tx) => {
    const { count } = await tx.webhookReceipt.createMany({ data: [{ eventId, event, sessionId }], skipDuplicates: true })
    if (count === 0) return 'repeated'
    return (await takeReport(tx, report, now)) ? 'taken' : 'ignored'
  })
}
