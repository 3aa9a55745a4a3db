import type { Tx } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import { signal } from '#platform/signals.server.ts'
import { raiseRosterRev } from '#rooms/recordings/change-recording.server.ts'
import { tellEverybody } from '#rooms/recordings/consent/tell-everybody.server.ts'

/**
 * Asks for a recording of a session that the caller has locked, and writes in the ledger that everybody who is in was told. The
 * recorder takes it up. Where one is running, it is that one: one at a time, by the index `recording_one_running` too.
 *
 * @param requestedById null: the community records by itself
 * @returns the running recording's id
 */
export async function beginRecording(
  tx: Tx,
  session: { id: string; communityId: string },
  requestedById: string | null,
  now: Date,
): Promise<string> {
  const running = await tx.recording.findFirst({ where: { sessionId: session.id, endedAt: null }, select: { id: true } })
  if (running) return running.id
  const { id } = await tx.recording.create({
    data: {
      sessionId: session.id,
      communityId: session.communityId,
      requestedById,
      requestedAt: now,
      engine: env.RECORDING_ENGINE,
      rev: 1,
    },
    select: { id: true },
  })
  await tellEverybody(tx, { id, sessionId: session.id, communityId: session.communityId }, now)
  await raiseRosterRev(tx, session.id)
  await signal(tx, 'palier_recording', id)
  return id
}
