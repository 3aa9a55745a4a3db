import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { db, type Prisma, type Recording } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import { storeFileFrom } from '#platform/storage.server.ts'

interface Where {
  communityId: string
  sessionId: string
}

/** Puts bytes into the store as finishing does: by a file. */
export async function storeBytes(extension: string, bytes: Uint8Array): Promise<string> {
  const file = path.join(env.PALIER_DATA_DIR, `${randomUUID()}.${extension}`)
  await mkdir(env.PALIER_DATA_DIR, { recursive: true })
  await writeFile(file, bytes)
  return storeFileFrom('recordings', extension, file)
}

/** A recording of a session that is ready, with a film of these bytes. What `data` says comes on top. */
export async function makeRecording(
  { communityId, sessionId }: Where,
  {
    film = Buffer.from('a film of a few bytes'),
    ...data
  }: Partial<Prisma.RecordingUncheckedCreateInput> & { film?: Uint8Array | null } = {},
): Promise<Recording & { transcript: { id: string }[] }> {
  const startedAt = new Date(Date.UTC(2026, 10, 24, 9, 0))
  const durationMs = 60_000
  return db.recording.create({
    data: {
      communityId,
      sessionId,
      state: 'ready',
      wanted: 'stop',
      startedAt,
      endedAt: new Date(startedAt.getTime() + durationMs),
      durationMs,
      playableAt: new Date(startedAt.getTime() + durationMs + 1_000),
      ...(film && { composedAt: new Date(startedAt.getTime() + 2 * durationMs), progress: 100, filmKey: await storeBytes('webm', film) }),
      stretches: { create: { number: 1, startedAt, endedAt: new Date(startedAt.getTime() + durationMs), durationMs, end: 'stopped' } },
      ...data,
    },
    include: { transcript: { select: { id: true } } },
  })
}
