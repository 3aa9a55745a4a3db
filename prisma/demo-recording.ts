import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Tx } from '#platform/db.server.ts'
import { renderMarkdown } from '#platform/markdown.server.ts'
import { storeFile } from '#platform/storage.server.ts'
import { type DemoMeeting, demoPeople } from './demo-company.ts'
import type { Ids } from './demo-meeting.ts'

const FOLDER = path.resolve('prisma/demo-recording')
/** The folder of the store that recordings are in. */
const STORE = 'recordings'

const keySchema = z.enum(demoPeople.map(({ key }) => key))
const stretchSchema = z.object({ startMs: z.number(), endMs: z.number() })
/** What `demo-recording/build.mjs` says of the files that it made. */
const madeSchema = z.object({
  durationMs: z.number(),
  tracks: z.array(
    stretchSchema.extend({
      by: keySchema,
      kind: z.enum(['camera', 'microphone', 'screen', 'screenAudio']),
      file: z.string(),
      mime: z.string(),
      width: z.number().nullable(),
      height: z.number().nullable(),
      mutes: z.array(stretchSchema),
    }),
  ),
  speakers: z.array(stretchSchema.extend({ by: keySchema })),
  strip: z.object({ columns: z.number(), rows: z.number(), width: z.number(), height: z.number(), everyMs: z.number() }),
  peaks: z.object({ everyMs: z.number(), values: z.array(z.number()) }),
})

interface Place {
  sessionId: string
  communityId: string
  threadId: string
}

/** A recording of a part of a meeting that is over, ready to be watched, with replies to its moments. */
export async function makeDemoRecording(
  tx: Tx,
  { sessionId, communityId, threadId }: Place,
  { fromMinute, by, replies }: NonNullable<DemoMeeting['recording']>,
  openedAt: Date,
  ids: Ids,
): Promise<void> {
  const made = madeSchema.parse(JSON.parse(readFileSync(path.join(FOLDER, 'recording.json'), 'utf8')))
  const { durationMs, strip, peaks } = made
  const startedAt = new Date(openedAt.getTime() + fromMinute * 60_000)
  const endedAt = new Date(startedAt.getTime() + durationMs)
  const [film, poster, stripFile] = await Promise.all([keep('film.webm'), keep('poster.webp'), keep('strip.webp')])
  const tracks = await Promise.all(
    made.tracks.map(async ({ by: key, file, ...track }) => {
      const { key: fileKey, bytes } = await keep(file)
      return { ...track, stretch: 1, memberId: ids[key], name: nameOf(key), fileKey, bytes }
    }),
  )
  const partBytes = tracks.reduce((sum, { bytes }) => sum + bytes, 0)
  const { id: recordingId } = await tx.recording.create({
    data: {
      ...{ sessionId, communityId, state: 'ready', wanted: 'stop', requestedById: ids[by], stoppedById: ids[by] },
      ...{ requestedAt: startedAt, startedAt, endedAt, durationMs, playableAt: endedAt, composedAt: endedAt, progress: 100 },
      ...{ filmKey: film.key, posterKey: poster.key, stripKey: stripFile.key, strip, peaks, partBytes },
      bytes: partBytes + film.bytes + poster.bytes + stripFile.bytes,
      speakers: made.speakers.map(({ by: key, ...stretch }) => ({ memberId: ids[key], ...stretch })),
      stretches: { create: { number: 1, startedAt, endedAt, end: 'stopped', durationMs } },
      tracks: { create: tracks },
    },
    select: { id: true },
  })
  for (const { by: key, afterMinutes, atSecond, says } of replies) {
    const createdAt = new Date(openedAt.getTime() + afterMinutes * 60_000)
    await tx.reply.create({
      data: {
        ...{ threadId, authorId: ids[key], createdAt, recordingId, momentMs: atSecond * 1000 },
        ...{ markdown: says, html: renderMarkdown(says) },
      },
    })
    await tx.thread.update({ where: { id: threadId }, data: { replyCount: { increment: 1 }, lastActivityAt: createdAt } })
  }
}

const nameOf = (key: string) => demoPeople.find((person) => person.key === key)?.name ?? key

async function keep(file: string): Promise<{ key: string; bytes: number }> {
  const bytes = readFileSync(path.join(FOLDER, file))
  return { key: await storeFile(STORE, file.split('.').at(-1) ?? 'webm', bytes), bytes: bytes.length }
}
