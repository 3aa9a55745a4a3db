import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { startLivekit } from '#tests/livekit.ts'
import { type MediaClients, openMediaClients } from '#tests/media-clients.ts'

const livekit = await startLivekit()
const { db } = await import('#platform/db.server.ts')
const { findFfmpeg } = await import('#platform/ffmpeg.server.ts')
const { signal } = await import('#platform/signals.server.ts')
const { createMediaRoom } = await import('#rooms/livekit/create-media-room.server.ts')
const { mintJoinToken } = await import('#rooms/livekit/mint-join-token.server.ts')
const { openSession } = await import('#rooms/sessions/open-session.server.ts')
const { readStretchLog, STRETCH_LOG, stretchFolder } = await import('../stretch-log.server.ts')
const { makePerson, makeRoom } = await import('#tests/rooms-scene.ts')
const { startRecorder } = await import('./run-recorder.server.ts')

let clients: MediaClients
let stopRecorder = async () => {}
const patiently = { timeout: 15_000, interval: 100 }

beforeAll(async () => {
  clients = await openMediaClients()
})
afterEach(() => stopRecorder())
afterAll(async () => {
  await clients.close()
  await livekit.stop()
})

async function openRecorded(told: Viewer[]) {
  const [ana] = told
  if (!ana) throw new Error('nobody to record')
  const { community, room } = await makeRoom(told)
  const session = await openSession(room, ana.id, new Date())
  await createMediaRoom(session.id)
  const recording = await db.recording.create({
    data: {
      sessionId: session.id,
      communityId: community.id,
      requestedById: ana.id,
      consents: { create: told.map(({ id, name }) => ({ memberId: id, name, answer: 'told', words: 1, language: 'en' })) },
    },
  })
  return { session, recordingId: recording.id }
}

const want = async (recordingId: string, wanted: 'record' | 'pause' | 'stop') => {
  await db.recording.update({ where: { id: recordingId }, data: { wanted } })
  await signal(db, 'palier_recording', recordingId)
}
const read = (recordingId: string) =>
  db.recording.findUniqueOrThrow({ where: { id: recordingId }, include: { stretches: { orderBy: { number: 'asc' } } } })
const join = async (sessionId: string, person: Viewer) =>
  clients.join(livekit.url, await mintJoinToken(sessionId, person), { camera: true })
const logOf = (recordingId: string, stretch: number) =>
  readStretchLog(readFileSync(path.join(stretchFolder(recordingId, stretch), STRETCH_LOG), 'utf8'))

function probe(file: string) {
  const args = ['-v', 'error', '-count_frames', '-show_entries', 'stream=codec_name,width,height,nb_read_frames', '-of', 'json', file]
  const { streams } = JSON.parse(execFileSync(findFfmpeg()?.ffprobe ?? 'ffprobe', args, { encoding: 'utf8' })) as {
    streams: { codec_name: string; width?: number; height?: number; nb_read_frames: string }[]
  }
  return streams
}

test('records who was told, pauses, goes on and stops', async () => {
  const [ana, ben] = [await makePerson('Ana'), await makePerson('Ben')]
  const { session, recordingId } = await openRecorded([ana])
  const anaThere = await join(session.id, ana)
  const benThere = await join(session.id, ben)
  stopRecorder = startRecorder()
  await vi.waitFor(async () => expect(await read(recordingId)).toMatchObject({ state: 'recording' }), patiently)
  await vi.waitFor(() => expect(logOf(recordingId, 1).filter(({ e }) => e === 'clock').length).toBeGreaterThan(2), patiently)
  expect(await anaThere.others()).toEqual([ben.id])

  await want(recordingId, 'pause')
  await vi.waitFor(async () => expect(await read(recordingId)).toMatchObject({ state: 'paused' }), patiently)
  await want(recordingId, 'record')
  await vi.waitFor(async () => expect(await read(recordingId)).toMatchObject({ state: 'recording' }), patiently)
  await vi.waitFor(() => expect(logOf(recordingId, 2).filter(({ e }) => e === 'track')).toHaveLength(2), patiently)
  await want(recordingId, 'stop')
  await vi.waitFor(async () => expect(await read(recordingId)).toMatchObject({ state: 'finishing', cause: null }), patiently)

  const recording = await read(recordingId)
  expect(recording.stretches).toMatchObject([
    { number: 1, end: 'paused', offsetMs: 0 },
    { number: 2, end: 'stopped', offsetMs: recording.stretches[0]?.durationMs },
  ])
  expect(recording.durationMs).toBe(recording.stretches.reduce((sum, { durationMs }) => sum + durationMs, 0))
  expect(await db.job.count({ where: { key: `finish-recording:${recordingId}` } })).toBe(1)
  const events = logOf(recordingId, 1)
  expect(events[0]).toMatchObject({ e: 'start', recordingId, stretch: 1 })
  expect(new Set(events.flatMap((event) => ('who' in event ? event.who : [])))).toEqual(new Set([ana.id]))
  const ends = events.filter((event) => event.e === 'end')
  expect(ends).toHaveLength(2)
  for (const { file, frames } of ends) {
    const [stream] = probe(path.join(stretchFolder(recordingId, 1), file))
    expect(Number(stream?.nb_read_frames)).toBe(frames)
  }
  expect(readdirSync(stretchFolder(recordingId, 1)).sort()).toEqual(['01.webm', '02.webm', STRETCH_LOG])
  await Promise.all([anaThere.leave(), benThere.leave()])
})
