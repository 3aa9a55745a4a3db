import { z } from 'zod'
import type { JobKind } from '#platform/jobs.server.ts'

/** Makes one film of a recording's tracks. Asked for with the key `compose-recording:<id>` as soon as they can be played. */
export const composeRecordingJob = {
  name: 'compose-recording',
  payload: z.object({ recordingId: z.uuid() }),
  afterDeath: 'again',
} as const satisfies JobKind

export const composeKey = (recordingId: string) => `compose-recording:${recordingId}`
