import { db } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { signal } from '#platform/signals.server.ts'
import { isInterrupted } from '#rooms/recordings/read-running.server.ts'

/** Which running recordings this process has seen interrupted: whoever is inside is told when that changes. */
const interrupted = new Set<string>()

/**
 * Looks whether recordings that run have a recorder. One that has gone is told to who is inside, and so is its coming back. Called by the
 * sweep: a recorder that died tells nothing itself. `endAbandoned` ends what none comes back to.
 */
export async function watchRecorders(now = new Date()): Promise<void> {
  const running = await db.recording.findMany({
    where: { endedAt: null, engine: 'embedded' },
    select: { id: true, state: true, engine: true, aliveAt: true, endedAt: true, requestedAt: true },
  })
  for (const id of interrupted) if (!running.some((recording) => recording.id === id)) interrupted.delete(id)
  for (const recording of running) {
    const { id } = recording
    try {
      const is = isInterrupted(recording, now)
      if (is === interrupted.has(id)) continue
      if (is) interrupted.add(id)
      else interrupted.delete(id)
      await signal(db, 'palier_recording', id)
    } catch (error) {
      log.error({ error, recordingId: id }, 'the recorder of a recording could not be looked for')
    }
  }
}
