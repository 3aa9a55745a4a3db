import { z } from 'zod'
import { db, type Recording } from '#platform/db.server.ts'

const missingSchema = z.array(z.object({ memberId: z.string().nullable(), name: z.string() }))

/** Somebody whose sound could not be read. An empty name: nobody knows whose voice it is. */
export type MissingVoice = z.infer<typeof missingSchema>[number]

/** Who is missing in a recording's transcript. */
export function readMissing({ voicesMissing }: Pick<Recording, 'voicesMissing'>): MissingVoice[] {
  return missingSchema.catch([]).parse(voicesMissing)
}

/** Who is missing, by the names that they have now; an empty one: nobody knows whose voice it is. */
export async function nameMissing(recording: Pick<Recording, 'voicesMissing'>): Promise<string[]> {
  const missing = readMissing(recording)
  if (missing.length === 0) return []
  const ids = missing.flatMap(({ memberId }) => memberId ?? [])
  const members = await db.member.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  const names = new Map(members.map(({ id, name }) => [id, name]))
  return missing.map(({ memberId, name }) => names.get(memberId ?? '') ?? name)
}

/** Whether there is something to be read: also while, and after, those who are missing are listened to once more. */
export function isTranscribed(recording: Pick<Recording, 'transcriptState' | 'voicesMissing'>): boolean {
  return recording.transcriptState === 'ready' || readMissing(recording).length > 0
}

/** Whether those who are missing can be listened to once more: only their own sound is of use, for the film would be everybody's. */
export function canBeCompleted(recording: Pick<Recording, 'partsRemovedAt' | 'voicesMissing'>): boolean {
  return recording.partsRemovedAt === null && readMissing(recording).length > 0
}
