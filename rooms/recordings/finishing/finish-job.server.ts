import { z } from 'zod'
import type { JobKind } from '#platform/jobs.server.ts'

/** What was taken is made playable, and then one film. Asked for with the key `finish-recording:<id>` when a recording ends. */
export const finishRecordingJob = {
  name: 'finish-recording',
  payload: z.object({ recordingId: z.uuid() }),
  afterDeath: 'again',
} as const satisfies JobKind
