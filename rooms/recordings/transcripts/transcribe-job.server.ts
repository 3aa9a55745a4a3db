import { z } from 'zod'
import type { JobKind } from '#platform/jobs.server.ts'

/** Writes down what was said in a recording, in the recorder's process. Asked for with the key `transcribe-recording:<id>` by `askForTranscript`. */
export const transcribeRecordingJob = {
  name: 'transcribe-recording',
  payload: z.object({ recordingId: z.uuid() }),
  afterDeath: 'again',
} as const satisfies JobKind

export const transcribeKey = (recordingId: string) => `transcribe-recording:${recordingId}`
