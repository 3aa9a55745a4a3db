import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { runDueJobs, startJobs } from '#platform/jobs.server.ts'
import type { RecordingCause } from '#rooms/recordings/contract.ts'
import { describeRecording } from '#rooms/recordings/describe-recording.server.ts'
import { recordingFolder, stretchFolder } from '#rooms/recordings/stretch-log.server.ts'
import { makeRecording as makeReady, storeBytes } from '#tests/ready-recording.ts'
import { makeRecording, type TakenTrack, writeStretch } from '#tests/recordings-scene.ts'
import { makePerson } from '#tests/rooms-scene.ts'
import { askForFilm, askForFinishing } from './ask-for-finishing.server.ts'
import { composeRecording } from './compose-recording.server.ts'
import { finishRecording } from './finish-recording.server.ts'
import { retryRecording } from './retry-recording.server.ts'
import { handleFinishing } from './run-finishing.server.ts'

vi.setConfig({ testTimeout: 120_000 })

let ana: Viewer
let ben: Viewer
beforeAll(async () => {
  ana = await makePerson('Ana')
  ben = await makePerson('Ben')
  handleFinishing()
})

const PATH = process.env['PATH']
afterEach(() => {
  process.env['PATH'] = PATH
})

const sends = (kind: TakenTrack['kind'], toMs: number): TakenTrack => ({ who: ana, kind, fromMs: 0, toMs })
/** Ben comes: the film has two segments. */
const twoScenes = (): TakenTrack[] => [
  sends('microphone', 8_000),
  sends('camera', 2_000),
  { who: ben, kind: 'microphone', fromMs: 4_000, toMs: 8_000 },
]
const SOUND = { stretch: 1, name: 'Ana', kind: 'microphone', mime: 'audio/webm; codecs=opus', bytes: 5, startMs: 0, endMs: 60_000 } as const
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000)
const find = (id: string) => db.recording.findUniqueOrThrow({ where: { id } })

async function takeOne(cause: RecordingCause) {
  const { recording } = await makeRecording([ana], { cause })
  await writeStretch(recording.id, 1, [sends('microphone', 2_000), sends('camera', 2_000)])
  await db.$transaction((tx) => askForFinishing(tx, recording.id, new Date()))
  return recording.id
}

test('without ffmpeg a recording waits, says so, keeps what was taken, and is finished once there is one: then it says why it ended', async () => {
  const id = await takeOne('livekit.lost')
  process.env['PATH'] = ''
  for (let minute = 0; minute < 12; minute++) await runDueJobs(later(minute * 2))
  expect(await find(id)).toMatchObject({ state: 'finishing', playableAt: null })
  expect(describeRecording(await find(id)).cause).toBe('ffmpeg.missing')
  expect(await readdir(stretchFolder(id, 1))).toHaveLength(3)
  process.env['PATH'] = PATH
  await runDueJobs(later(60))
  await runDueJobs(later(61))
  expect(await find(id)).toMatchObject({ state: 'ready', cause: 'livekit.lost', heldUpBy: null, composedAt: expect.any(Date) })
})

test('on a full disk a recording waits, says so, keeps what was taken, and is finished once there is room: then it says why it ended', async () => {
  const id = await takeOne('disk.full')
  const full = await mkdtemp(path.join(os.tmpdir(), 'palier-full-'))
  const words = '#!/bin/sh\necho "Error writing trailer: No space left on device" >&2\nexit 228\n'
  for (const program of ['ffmpeg', 'ffprobe']) await writeFile(path.join(full, program), words, { mode: 0o755 })
  process.env['PATH'] = `${full}:${PATH}`
  for (let minute = 0; minute < 12; minute++) await runDueJobs(later(minute * 2))
  expect(await find(id)).toMatchObject({ state: 'finishing', playableAt: null })
  expect(describeRecording(await find(id)).cause).toBe('finish.noRoom')
  expect(await readdir(stretchFolder(id, 1))).toHaveLength(3)
  process.env['PATH'] = PATH
  await runDueJobs(later(60))
  await runDueJobs(later(61))
  expect(await find(id)).toMatchObject({ state: 'ready', cause: 'disk.full', heldUpBy: null, composedAt: expect.any(Date) })
  await rm(full, { recursive: true })
})

test('what cannot be packed at all has failed after some tries, with all that was taken kept; tried again by hand, it is finished', async () => {
  const { recording } = await makeRecording([ana], { cause: 'disk.full' })
  await writeStretch(recording.id, 1, [sends('microphone', 2_000)])
  const file = path.join(stretchFolder(recording.id, 1), '01.webm')
  await writeFile(file, 'no film')
  await db.$transaction((tx) => askForFinishing(tx, recording.id, new Date()))
  for (let minute = 0; minute < 4; minute++) await runDueJobs(later(minute * 5))
  expect(await find(recording.id)).toMatchObject({ state: 'failed', heldUpBy: 'finish.failed', playableAt: null })
  expect(existsSync(file)).toBe(true)
  await db.recordingStretch.deleteMany({ where: { recordingId: recording.id } })
  await writeStretch(recording.id, 1, [sends('microphone', 2_000)])
  await Promise.all([retryRecording(ana, recording.id), retryRecording(ana, recording.id)])
  expect(await find(recording.id)).toMatchObject({ state: 'finishing', heldUpBy: null })
  await runDueJobs(later(30))
  expect(await find(recording.id)).toMatchObject({ state: 'ready', cause: 'disk.full' })
})

test('what cannot be packed goes as well once the follow-up is published', async () => {
  const { recording, community } = await makeRecording([ana])
  await writeStretch(recording.id, 1, [sends('microphone', 2_000)])
  await writeFile(path.join(stretchFolder(recording.id, 1), '01.webm'), 'no film')
  await db.community.update({ where: { id: community.id }, data: { dropRecordingsOnceFollowedUp: true } })
  const trace = { openedAt: '', endedAt: '', people: [], missed: [], agenda: [], links: [], loved: [], recordings: [] }
  const { sessionId } = recording
  await db.followUp.create({
    data: { sessionId, ownerId: ana.id, state: 'published', publishedAt: new Date(), publishedById: ana.id, trace },
  })
  await db.$transaction((tx) => askForFinishing(tx, recording.id, new Date()))
  for (let minute = 0; minute < 4; minute++) await runDueJobs(later(minute * 5))
  expect(await find(recording.id)).toMatchObject({ state: 'deleted', deletedById: ana.id, heldUpBy: 'finish.failed' })
})

test('films that wait for one that takes long keep nobody from watching another recording', async () => {
  // Programs that never end stand for a long film.
  const endless = await mkdtemp(path.join(os.tmpdir(), 'palier-endless-'))
  for (const program of ['ffmpeg', 'ffprobe']) {
    await writeFile(path.join(endless, program), `#!/bin/sh\ntouch ${endless}/begun\nexec sleep 600\n`, { mode: 0o755 })
  }
  const { session, community } = await makeRecording([ana])
  const where = { sessionId: session.id, communityId: community.id }
  for (let film = 0; film < 12; film++) {
    const { id } = await makeReady(where, {
      film: null,
      tracks: { create: { ...SOUND, fileKey: await storeBytes('webm', Buffer.from('sound')) } },
    })
    await db.$transaction((tx) => askForFilm(tx, id, later(-1)))
  }
  process.env['PATH'] = `${endless}:${PATH}`
  const stop = startJobs()
  try {
    await vi.waitFor(() => expect(existsSync(path.join(endless, 'begun'))).toBe(true), { timeout: 30_000 })
    const { recording } = await makeRecording([ana])
    await db.$transaction((tx) => askForFinishing(tx, recording.id, new Date()))
    await vi.waitFor(async () => expect(await find(recording.id)).toMatchObject({ cause: 'nothing.arrived' }), { timeout: 30_000 })
  } finally {
    await stop()
    await db.job.deleteMany({ where: { kind: 'compose-recording' } })
    await rm(endless, { recursive: true })
  }
})

test('a film that was broken off goes on with the segment that is missing', async () => {
  const { recording } = await makeRecording([ana])
  await writeStretch(recording.id, 1, twoScenes())
  await finishRecording(recording.id)
  const folder = path.join(recordingFolder(recording.id), 'film')
  const made = async () => (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.h264'))
  const stop = new AbortController()
  const looking = setInterval(async () => {
    if ((await made()).length === 1) stop.abort()
  }, 20)
  await expect(composeRecording(recording.id, stop.signal)).rejects.toThrow(/abort/i)
  clearInterval(looking)
  const [first = ''] = await made()
  const before = await stat(path.join(folder, first))
  let seen: number | null = null
  const watching = setInterval(async () => {
    const now = await stat(path.join(folder, first)).catch(() => null)
    if (now && (await made()).length === 2) seen = now.mtimeMs
  }, 20)
  await composeRecording(recording.id)
  clearInterval(watching)
  expect(seen).toBe(before.mtimeMs)
  expect(await find(recording.id)).toMatchObject({ progress: 100, composedAt: expect.any(Date) })
})

test('deleted while its film is made, it is left alone, and nothing is left of the film', async () => {
  const { recording } = await makeRecording([ana])
  await writeStretch(recording.id, 1, twoScenes())
  await finishRecording(recording.id)
  const composing = composeRecording(recording.id)
  await vi.waitFor(async () => expect((await find(recording.id)).progress).toBeGreaterThan(0), { timeout: 60_000 })
  await db.recording.update({ where: { id: recording.id }, data: { state: 'deleted', deletedAt: new Date() } })
  await composing
  expect(await find(recording.id)).toMatchObject({ state: 'deleted', filmKey: null, composedAt: null })
  expect(existsSync(path.join(recordingFolder(recording.id), 'film'))).toBe(false)
})
