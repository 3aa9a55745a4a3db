import { db } from '#platform/db.server.ts'
import { listOpenSignalling } from '#rooms/livekit/open-signalling.server.ts'

/** Writes down, for all processes to read, that these people's signalling is connected now: by default all who come through this one. */
export async function noteSignalling(
  now: Date,
  people: readonly { sessionId: string; memberId: string }[] = listOpenSignalling(),
): Promise<void> {
  if (people.length === 0) return
  const sessionIds = people.map(({ sessionId }) => sessionId)
  const memberIds = people.map(({ memberId }) => memberId)
  await db.$executeRaw`
    INSERT INTO "Signalling" ("sessionId", "memberId", "seenAt")
    SELECT DISTINCT person."sessionId", person."memberId", ${now}::timestamptz
    FROM unnest(${sessionIds}::uuid[], ${memberIds}::uuid[]) AS person("sessionId", "memberId")
    JOIN "Session" session ON session.id = person."sessionId" AND session."endedAt" IS NULL
    ON CONFLICT ("sessionId", "memberId") DO UPDATE SET "seenAt" = greatest("Signalling"."seenAt", excluded."seenAt")`
}
