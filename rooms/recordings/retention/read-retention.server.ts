import { type Db, db, type Recording } from '#platform/db.server.ts'
import { expiryOf, type RetentionRules } from './describe-expiry.server.ts'

/** How long a community keeps its recordings. */
export async function readRetention(communityId: string, client: Db = db): Promise<RetentionRules> {
  const workspace = await client.workspace.findFirst({ select: { keepRecordingsDays: true } })
  const community = await client.community.findUnique({ where: { id: communityId }, select: { keepRecordingsDays: true } })
  return { keepRecordingsDays: community?.keepRecordingsDays ?? null, workspaceKeepsDays: workspace?.keepRecordingsDays ?? null }
}

/** When a recording goes by itself, by the rules of its community now; null: it stays. */
export async function findExpiry(
  recording: Pick<Recording, 'communityId' | 'endedAt' | 'kept' | 'expiryToldAt'>,
  now = new Date(),
): Promise<Date | null> {
  return expiryOf(recording, await readRetention(recording.communityId), now)
}
