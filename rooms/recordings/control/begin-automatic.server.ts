import type { Tx } from '#platform/db.server.ts'
import type { FoldedVisit } from '#rooms/presence/fold-visits.server.ts'
import { beginRecording } from './begin-recording.server.ts'

/** A recording by itself begins with so many people: before, there is no meeting. */
const PEOPLE_LEAST = 2

/**
 * Begins to record a session whose community records by itself, once two people are in it: in the transaction of the facts, with the
 * session locked. Once a session: what somebody stopped does not begin anew with the next who comes in.
 */
export async function beginAutomatic(
  tx: Tx,
  session: { id: string; communityId: string },
  visits: readonly FoldedVisit[],
  now: Date,
): Promise<void> {
  const inside = new Set(visits.filter(({ leftAt }) => leftAt === null).map(({ memberId }) => memberId))
  if (inside.size < PEOPLE_LEAST) return
  const wants = await tx.community.findFirst({
    where: { id: session.communityId, recordingPolicy: 'automatic', recordings: { none: { sessionId: session.id } } },
    select: { id: true },
  })
  if (wants) await beginRecording(tx, session, null, now)
}
