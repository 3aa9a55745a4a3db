import { randomUUID } from 'node:crypto'
import type { Demo } from './fixtures.ts'
import { inDatabase } from './in-database.ts'

/** Something that was said in a film. */
interface Said {
  text: string
  startMs: number
  endMs: number
}

/** A closed community of Ana, who owns it, and Ben, with a recording: the demo's film, in which Ana says this. */
export async function makeFilm(demo: Demo, said: readonly Said[] = []): Promise<{ slug: string; recordingId: string }> {
  const slug = `films-${randomUUID().slice(0, 8)}`
  const recordingId = randomUUID()
  await inDatabase(demo, async (client) => {
    const id = randomUUID()
    const [roomId, sessionId] = [randomUUID(), randomUUID()]
    await client.query(
      `INSERT INTO "Community" (id, slug, name, visibility, "startingPoint", "memberCount") VALUES ($1, $2, 'Films', 'closed', 'team', 2)`,
      [id, slug],
    )
    await client.query(
      `INSERT INTO "Membership" ("communityId", "memberId", role) SELECT $1, id, (CASE WHEN email LIKE 'ana%' THEN 'owner' ELSE 'member' END)::"CommunityRole"
       FROM "Member" WHERE email IN ('ana@demo.palier', 'ben@demo.palier')`,
      [id],
    )
    await client.query(`INSERT INTO "Room" (id, "communityId", slug, name, position) VALUES ($1, $2, 'cinema', 'Cinema', 0)`, [roomId, id])
    await client.query(
      `INSERT INTO "Session" (id, "roomId", "communityId", topic, "endedAt", "personCount", "peakCount") VALUES ($1, $2, $3, 'A film', now(), 2, 2)`,
      [sessionId, roomId, id],
    )
    await client.query(
      `INSERT INTO "Recording" (id, "sessionId", "communityId", state, wanted, "startedAt", "endedAt", "durationMs", "playableAt", "composedAt", progress, "filmKey")
       SELECT $1, $2, $3, 'ready', 'stop', now(), now(), "durationMs", now(), now(), 100, "filmKey" FROM "Recording" WHERE "filmKey" IS NOT NULL ORDER BY id LIMIT 1`,
      [recordingId, sessionId, id],
    )
    for (const { text, startMs, endMs } of said) {
      await client.query(
        `INSERT INTO "TranscriptLine" (id, "recordingId", "memberId", name, "startMs", "endMs", text, words)
         SELECT $1, $2, id, name, $3, $4, $5, $6 FROM "Member" WHERE email = 'ana@demo.palier'`,
        [randomUUID(), recordingId, startMs, endMs, text, text.toLowerCase()],
      )
    }
    if (said.length > 0) await client.query(`UPDATE "Recording" SET "transcriptState" = 'ready' WHERE id = $1`, [recordingId])
  })
  return { slug, recordingId }
}
