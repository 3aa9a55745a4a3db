import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
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

/**
 * Gives a film the microphones of Ana and Ben, out of the demo's recording; Ana's file is lost, until it is found again by the answer.
 */
export async function addVoices(demo: Demo, recordingId: string): Promise<() => Promise<void>> {
  await inDatabase(demo, (client) =>
    client.query(
      `INSERT INTO "RecordingTrack" (id, "recordingId", "memberId", name, kind, stretch, "fileKey", mime, bytes, "startMs", "endMs", mutes)
       SELECT gen_random_uuid(), $1, m.id, m.name, t.kind, 1, CASE WHEN m.email LIKE 'ana%' THEN t."fileKey" || '.lost' ELSE t."fileKey" END, t.mime, t.bytes, t."startMs", t."endMs", '[]'
       FROM "RecordingTrack" t JOIN "Member" m ON m.id = t."memberId"
       WHERE t.kind = 'microphone' AND m.email IN ('ana@demo.palier', 'ben@demo.palier') AND t."recordingId" = (SELECT id FROM "Recording" WHERE "filmKey" IS NOT NULL ORDER BY id LIMIT 1)`,
      [recordingId],
    ),
  )
  return async () => {
    await inDatabase(demo, (client) =>
      client.query(`UPDATE "RecordingTrack" SET "fileKey" = replace("fileKey", '.lost', '') WHERE "recordingId" = $1`, [recordingId]),
    )
  }
}

/** Installs an engine for transcripts that hears the same words in whatever it is given; the answer takes it away. */
export function installEngine({ dataFolder }: Demo): () => void {
  const folder = path.join(dataFolder, 'transcripts')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'python'), `#!/bin/sh\nexec python3 '${path.resolve('tests/fake-listen.py')}'\n`, { mode: 0o700 })
  writeFileSync(path.join(folder, 'installed.json'), JSON.stringify({ python: 'python', model: 'none' }))
  return () => rmSync(folder, { recursive: true })
}

/** Makes of a film a recording that could not be finished: what was taken of it, some of Ana's words, is there. */
export async function failToFinish(demo: Demo, recordingId: string): Promise<void> {
  const folder = path.join(demo.dataFolder, 'recordings', recordingId, '1')
  mkdirSync(folder, { recursive: true })
  // Its first seconds, broken off anywhere: as a recorder that died leaves it.
  writeFileSync(path.join(folder, '01.webm'), readFileSync('prisma/demo-recording/ana-microphone.webm').subarray(0, 30_000))
  await inDatabase(demo, async (client) => {
    const { rows } = await client.query<{ who: string; name: string }>(
      `SELECT id AS who, name FROM "Member" WHERE email = 'ana@demo.palier'`,
    )
    const events = [
      { t: 0, e: 'start', wall: Date.now(), recordingId, stretch: 1 },
      {
        t: 0,
        e: 'track',
        file: '01.webm',
        ...rows[0],
        kind: 'microphone',
        codec: 'opus',
        ptsMs: 0,
        width: null,
        height: null,
        muted: false,
      },
    ]
    writeFileSync(path.join(folder, 'log.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''))
    await client.query(
      `INSERT INTO "RecordingStretch" ("recordingId", number, "startedAt", "endedAt", "end") VALUES ($1, 1, now(), now(), 'broken')`,
      [recordingId],
    )
    await client.query(
      `UPDATE "Recording" SET state = 'failed', "heldUpBy" = 'finish.failed', "playableAt" = NULL, "composedAt" = NULL, "filmKey" = NULL, progress = 0 WHERE id = $1`,
      [recordingId],
    )
  })
}
