import { db } from '#platform/db.server.ts'
import { WARNED_BEFORE_MS } from './describe-expiry.server.ts'

/** The ids of recordings that go within a week by the rules of their communities, or should have gone. */
export async function listExpiring(now: Date): Promise<string[]> {
  const soon = new Date(now.getTime() + WARNED_BEFORE_MS)
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT recording.id FROM "Recording" recording JOIN "Community" community ON community.id = recording."communityId"
    WHERE recording.state IN ('ready', 'failed') AND NOT recording.kept
      AND recording."endedAt" + COALESCE(community."keepRecordingsDays", (SELECT "keepRecordingsDays" FROM "Workspace" LIMIT 1)) * interval '1 day'
        <= ${soon}::timestamptz
    ORDER BY recording."endedAt"`
  return rows.map(({ id }) => id)
}
