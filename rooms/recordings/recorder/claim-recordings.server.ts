import { db } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { changeRecording } from '../change-recording.server.ts'
import { endStretch, sumStretches } from '../end-recording.server.ts'
import { lockRecording } from '../lock-recording.server.ts'
import { measureStretch } from './measure-stretch.server.ts'

/** A recorder says every second that it is alive; silent for longer than this, another goes on with what it had. */
const SILENT_AFTER_MS = 5_000

/**
 * Takes up recordings that nobody writes: new ones, and those whose recorder died. Racing recorders share them
 * (`FOR UPDATE SKIP LOCKED`). What a dead recorder was in the middle of is marked as broken, as long as what it left on disk.
 *
 * @param takenIds what this recorder writes. One that has its name and is not among them was claimed, and the answer was lost: it is as silent as a dead one's
 * @returns their ids
 */
export async function claimRecordings(recorderId: string, takenIds: readonly string[]): Promise<string[]> {
  // One statement, and no transaction around it: every recorder asks this every second, day and night.
  const claimed = await db.$queryRaw<{ id: string; aliveAt: Date | null }[]>`
    WITH free AS (
      SELECT id, "aliveAt" FROM "Recording"
      WHERE "endedAt" IS NULL AND engine = 'embedded'
        AND ("recorderId" IS NULL
          OR (id <> ALL(${[...takenIds]}::uuid[]) AND "aliveAt" < now() - ${SILENT_AFTER_MS} * interval '1 millisecond'))
      FOR UPDATE SKIP LOCKED
    )
    UPDATE "Recording" SET "recorderId" = ${recorderId}::uuid, "aliveAt" = now() FROM free WHERE "Recording".id = free.id
    RETURNING free.id, free."aliveAt"`
  for (const { id, aliveAt } of claimed) {
    // What could not be mended is measured again when it is finished: taking what is said now comes first.
    await mendStretches(id, aliveAt).catch((error: unknown) =>
      log.error({ error, recordingId: id }, 'a stretch could not be marked as broken'),
    )
  }
  return claimed.map(({ id }) => id)
}

async function mendStretches(recordingId: string, aliveAt: Date | null): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockRecording(tx, recordingId)
    const open = await tx.recordingStretch.findMany({ where: { recordingId, endedAt: null } })
    if (open.length === 0) return
    for (const { number, startedAt } of open) {
      const durationMs = Math.max(measureStretch(recordingId, number), (aliveAt ?? startedAt).getTime() - startedAt.getTime())
      await endStretch(tx, recordingId, { number, end: 'broken', durationMs })
    }
    await changeRecording(tx, recordingId, { durationMs: await sumStretches(tx, recordingId) })
  })
}

/**
 * Says that this recorder is alive, for all that it writes.
 *
 * @returns what is still its own: the rest has ended, or another has taken it up
 */
export async function keepRecordings(recorderId: string, recordingIds: readonly string[]): Promise<string[]> {
  const kept = await db.$queryRaw<{ id: string }[]>`
    UPDATE "Recording" SET "aliveAt" = now()
    WHERE id = ANY(${[...recordingIds]}::uuid[]) AND "recorderId" = ${recorderId}::uuid AND "endedAt" IS NULL
    RETURNING id`
  return kept.map(({ id }) => id)
}
