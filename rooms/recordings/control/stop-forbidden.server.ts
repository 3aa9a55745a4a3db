import { db } from '#platform/db.server.ts'
import { lockSession } from '#rooms/presence/record-facts.server.ts'
import { stopRunning } from './stop-running.server.ts'

/** Has recordings stop that run in communities which want none any more; of one community, or of all. Repeating it changes nothing. */
export async function stopForbidden(communityId?: string): Promise<void> {
  const unwanted = await db.recording.findMany({
    where: {
      endedAt: null,
      wanted: { not: 'stop' },
      community: { recordingPolicy: 'forbidden' },
      ...(communityId && { communityId }),
    },
    select: { sessionId: true },
  })
  for (const { sessionId } of unwanted) {
    await db.$transaction(async (tx) => {
      if (await lockSession(tx, sessionId)) await stopRunning(tx, sessionId, 'recording.forbidden')
    })
  }
}
