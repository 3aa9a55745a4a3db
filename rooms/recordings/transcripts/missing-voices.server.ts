import { z } from 'zod'
import type { Recording } from '#platform/db.server.ts'

const missingSchema = z.array(z.object({ memberId: z.string().nullable(), name: z.string() }))

/** Somebody whose sound could not be read. An empty name: nobody knows whose voice it is. */
export type MissingVoice = z.infer<typeof missingSchema>[number]

/** Who is missing in a recording's transcript. */
export function readMissing({ voicesMissing }: Pick<Recording, 'voicesMissing'>): MissingVoice[] {
  return missingSchema.catch([]).parse(voicesMissing)
}

/** Whether there is something to be read: also while, and after, those who are missing are listened to once more. */
export function isTranscribed(recording: Pick<Recording, 'transcriptState' | 'voicesMissing'>): boolean {
  return recording.transcriptState === 'ready' || readMissing(recording).length > 0
}

/** Whether those who are missing can be listened to once more: only their own sound is of use, for the film would be everybody's. */
export function canBeCompleted(recording: Pick<Recording, 'partsRemovedAt' | 'voicesMissing'>): boolean {
  return recording.partsRemovedAt === null && readMissing(recording).length > 0
}
