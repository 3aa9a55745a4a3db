import { RECORDING_WARNED_BEFORE_MS } from '#communities/inbox/contract.ts'
import { db, Prisma } from '#platform/db.server.ts'

const due = (soon: Date) => Prisma.sql`(
  recording.state IN ('ready', 'failed') AND NOT recording.kept
  AND recording."endedAt" + COALESCE(community."keepRecordingsDays", (SELECT "keepRecordingsDays" FROM "Workspace" LIMIT 1)) * interval '1 day'
    <= ${soon}::timestamptz)`

/** The ids of recordings that go within a week by the rules of their communities, or should have gone. */
export async function listExpiring(now: Date): Promise<string[]> {
  const soon = new Date(now.getTime() + RECORDING_WARNED_BEFORE_MS)
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT recording.id FROM "Recording" recording JOIN "Community" community ON community.id = recording."communityId"
    WHERE ${due(soon)} ORDER BY recording."endedAt"`
  return rows.map(({ id }) => id)
}

/** The ids of recordings of which it was told that they go, and that do not any more: a rule was changed, or they are deleted already. */
export async function listToldInVain(now: Date): Promise<string[]> {
  const soon = new Date(now.getTime() + RECORDING_WARNED_BEFORE_MS)
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT recording.id FROM "Recording" recording JOIN "Community" community ON community.id = recording."communityId"
    WHERE recording."expiryToldAt" IS NOT NULL AND ${due(soon)} IS NOT TRUE`
  return rows.map(({ id }) => id)
}
