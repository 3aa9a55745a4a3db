import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { SEEN_SHARE } from '#rooms/recordings/watching/contract.ts'
import { requireRecording } from './require-recording.server.ts'

const msSchema = z.number('input.invalid').int('input.invalid').min(0, 'input.invalid').max(2_147_483_000, 'input.invalid')
const input = z.object({ positionMs: msSchema, watchedMs: msSchema })

/**
 * Keeps where the viewer is with a recording: for them alone. The position is that of whoever says it last; `watchedMs`, how much they
 * have played in all, only grows, so that repeating it, and two tabs, count nothing twice. Once it is seen, it stays seen.
 *
 * @throws InvalidInput; DomainError `recording.notFound`
 */
export async function savePlace(viewer: Asker, recordingId: string, raw: unknown, now = new Date()): Promise<void> {
  const { positionMs, watchedMs } = parseInput(input, raw)
  const { recording } = await requireRecording(viewer, recordingId)
  const at = Math.min(positionMs, recording.durationMs)
  const finishedAt = recording.durationMs > 0 && at >= recording.durationMs * SEEN_SHARE ? now : null
  await db.$executeRaw`
    INSERT INTO "RecordingWatch" ("recordingId", "memberId", "positionMs", "watchedMs", "updatedAt", "finishedAt")
    VALUES (${recordingId}::uuid, ${viewer.id}::uuid, ${at}, ${watchedMs}, ${now}, ${finishedAt})
    ON CONFLICT ("recordingId", "memberId") DO UPDATE SET "positionMs" = EXCLUDED."positionMs",
      "watchedMs" = GREATEST("RecordingWatch"."watchedMs", EXCLUDED."watchedMs"), "updatedAt" = EXCLUDED."updatedAt",
      "finishedAt" = COALESCE("RecordingWatch"."finishedAt", EXCLUDED."finishedAt")`
}
