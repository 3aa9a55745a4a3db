import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import type { ConsentAnswer, RecordingWish } from '#platform/db.server.ts'
import { startLivekit } from '#tests/livekit.ts'
import { type MediaClients, openMediaClients } from '#tests/media-clients.ts'
import type { StretchEvent } from '../stretch-log.server.ts'

const livekit = await startLivekit()
const { db } = await import('#platform/db.server.ts')
const { findFfmpeg } = await import('#platform/ffmpeg.server.ts')
const { signal } = await import('#platform/signals.server.ts')
const { createMediaRoom } = await import('#rooms/livekit/create-media-room.server.ts')
const { listParticipants } = await import('#rooms/livekit/list-participants.server.ts')
const { mintJoinToken } = await import('#rooms/livekit/mint-join-token.server.ts')
const { sweepSession } = await import('#rooms/presence/sweep-session.server.ts')
const { endSession } = await import('#rooms/sessions/end-session.server.ts')
const { openSession } = await import('#rooms/sessions/open-session.server.ts')
const { readStretchLog, STRETCH_LOG, stretchFolder } = await import('../stretch-log.server.ts')
const { makePerson, makeRoom } = await import('#tests/rooms-scene.ts')
const { startRecorder } = await import('./run-recorder.server.ts')

const LIMITS = { lostAfterMs: 60_000, keepFreeBytes: 0 }
const patiently = { timeout: 30_000, interval: 50 }
// Browsers, a livekit-server and recorders come up: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000 })
let clients: MediaClients
let stopRecorder = async () => {}

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
      consents: { create: told.map((person) => consentOf(person, 'told')) },
    },
  })
  return { session, recordingId: recording.id }
}

const consentOf = ({ id, name }: Viewer, answer: ConsentAnswer) => ({ memberId: id, name, answer, words: 1, language: 'en' as const })
const say = async (recordingId: string, person: Viewer, answer: ConsentAnswer) => {
  await db.recordingConsent.create({ data: { recordingId, ...consentOf(person, answer) } })
  await signal(db, 'palier_recording', recordingId)
}
const want = async (recordingId: string, wanted: RecordingWish) => {
  await db.recording.update({ where: { id: recordingId }, data: { wanted } })
  await signal(db, 'palier_recording', recordingId)
}
const read = (recordingId: string) =>
  db.recording.findUniqueOrThrow({ where: { id: recordingId }, include: { stretches: { orderBy: { number: 'asc' } } } })
const becomes = (recordingId: string, what: object) =>
  vi.waitFor(async () => expect(await read(recordingId)).toMatchObject(what), patiently)
const join = async (sessionId: string, person: Viewer, camera = false) =>
  clients.join(livekit.url, await mintJoinToken(sessionId, person), { camera })
const finishJobs = (recordingId: string) => db.job.count({ where: { key: `finish-recording:${recordingId}` } })

function logOf(recordingId: string, stretch: number) {
  const file = path.join(stretchFolder(recordingId, stretch), STRETCH_LOG)
  return existsSync(file) ? readStretchLog(readFileSync(file, 'utf8')) : []
}
const eventsOf = <E extends StretchEvent['e']>(recordingId: string, stretch: number, e: E) =>
  logOf(recordingId, stretch).filter((event): event is Extract<StretchEvent, { e: E }> => event.e === e)
const hasTracks = (recordingId: string, stretch: number, tracks = 1) =>
  vi.waitFor(() => expect(eventsOf(recordingId, stretch, 'track')).toHaveLength(tracks), patiently)

function framesIn(recordingId: string, stretch: number, file: string): number {
  const args = ['-v', 'error', '-count_frames', '-show_entries', 'stream=nb_read_frames', '-of', 'default=noprint_wrappers=1:nokey=1']
  const whole = path.join(stretchFolder(recordingId, stretch), file)
  return Number(execFileSync(findFfmpeg()?.ffprobe ?? 'ffprobe', [...args, whole], { encoding: 'utf8' }))
}

function lastFrameMs(recordingId: string, stretch: number, file: string): number {
  const args = ['-v', 'error', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', path.join(stretchFolder(recordingId, stretch), file)]
  const output = execFileSync(findFfmpeg()?.ffprobe ?? 'ffprobe', args, { encoding: 'utf8' })
  return Number(output.trim().split('\n').at(-1)?.replace(',', '')) * 1000
}

test('records who was told and nobody else, pauses, goes on and stops; its files can be read', async () => {
  const [ana, ben] = [await makePerson('Ana'), await makePerson('Ben')]
  const { session, recordingId } = await openRecorded([ana])
  const anaThere = await join(session.id, ana, true)
  const benThere = await join(session.id, ben)
  stopRecorder = startRecorder(LIMITS)
  await becomes(recordingId, { state: 'recording', startedAt: expect.any(Date), endedAt: null })
  await hasTracks(recordingId, 1, 2)
  // LiveKit sends a report every few seconds.
  await vi.waitFor(() => expect(eventsOf(recordingId, 1, 'clock')).not.toEqual([]), patiently)
  expect(await anaThere.others()).toEqual([ben.id])

  await want(recordingId, 'pause')
  await becomes(recordingId, { state: 'paused' })
  await want(recordingId, 'record')
  await becomes(recordingId, { state: 'recording' })
  await hasTracks(recordingId, 2, 2)
  await want(recordingId, 'stop')
  await becomes(recordingId, { state: 'finishing', cause: null, endedAt: expect.any(Date) })

  const recording = await read(recordingId)
  expect(recording.stretches).toMatchObject([
    { number: 1, end: 'paused', offsetMs: 0 },
    { number: 2, end: 'stopped', offsetMs: recording.stretches[0]?.durationMs },
  ])
  expect(recording.durationMs).toBe(recording.stretches.reduce((sum, { durationMs }) => sum + durationMs, 0))
  expect(await finishJobs(recordingId)).toBe(1)
  const events = logOf(recordingId, 1)
  expect(events[0]).toMatchObject({ t: 0, e: 'start', recordingId, stretch: 1 })
  expect(events.at(-1)).toMatchObject({ e: 'stop', why: 'paused' })
  expect(new Set(events.flatMap((event) => ('who' in event ? event.who : [])))).toEqual(new Set([ana.id]))
  expect(eventsOf(recordingId, 1, 'track').map(({ kind, codec }) => `${kind} ${codec}`)).toEqual(
    expect.arrayContaining(['camera vp8', 'microphone opus']),
  )
  const ends = eventsOf(recordingId, 1, 'end')
  expect(ends).toHaveLength(2)
  for (const { file, frames } of ends) expect(framesIn(recordingId, 1, file)).toBe(frames)
  expect(readdirSync(stretchFolder(recordingId, 1)).sort()).toEqual(['01.webm', '02.webm', STRETCH_LOG])
  await Promise.all([anaThere.leave(), benThere.leave()])
})

test('who says no is recorded from then on no more, and again once they say yes', async () => {
  const [ana, ben] = [await makePerson('Ana'), await makePerson('Ben')]
  const { session, recordingId } = await openRecorded([ana, ben])
  const there = [await join(session.id, ana), await join(session.id, ben)]
  stopRecorder = startRecorder(LIMITS)
  await hasTracks(recordingId, 1, 2)
  const [bens] = eventsOf(recordingId, 1, 'track').filter(({ who }) => who === ben.id)

  await say(recordingId, ben, 'declined')
  await vi.waitFor(() => expect(eventsOf(recordingId, 1, 'end')).toMatchObject([{ file: bens?.file }]), patiently)
  expect(eventsOf(recordingId, 1, 'leave')).toMatchObject([{ who: ben.id }])
  const sizeThen = statSync(path.join(stretchFolder(recordingId, 1), bens?.file ?? '')).size
  await say(recordingId, ben, 'accepted')
  await hasTracks(recordingId, 1, 3)
  expect(eventsOf(recordingId, 1, 'track')[2]).toMatchObject({ who: ben.id, file: '03.webm' })
  expect(statSync(path.join(stretchFolder(recordingId, 1), bens?.file ?? '')).size).toBe(sizeThen)
  await Promise.all(there.map((client) => client.leave()))
})

test("it is in nobody's way: presence does not see it, and a session that it is left alone in ends, and the recording with it", async () => {
  const ana = await makePerson('Ana')
  const { session, recordingId } = await openRecorded([ana])
  const there = await join(session.id, ana)
  stopRecorder = startRecorder(LIMITS)
  await hasTracks(recordingId, 1)
  await sweepSession(session.id, new Date(), new Date())
  expect(await db.connection.findMany({ where: { sessionId: session.id } })).toMatchObject([{ memberId: ana.id, leftAt: null }])
  expect(await listParticipants(session.id)).toMatchObject([{ memberId: ana.id }])

  await there.leave()
  await vi.waitFor(() => expect(eventsOf(recordingId, 1, 'leave')).toMatchObject([{ who: ana.id }]), patiently)
  await sweepSession(session.id, new Date(), new Date())
  expect(await db.session.findUnique({ where: { id: session.id } })).toMatchObject({ emptySince: expect.any(Date) })
  await endSession(session.id, 'whenDue', new Date(Date.now() + 120_000))
  await becomes(recordingId, { state: 'finishing', cause: 'session.ended' })
  // One person alone leaves no thread, but for what they recorded.
  expect(await db.thread.findUnique({ where: { sessionId: session.id } })).toMatchObject({ deletedAt: null })
  const recording = await read(recordingId)
  expect(recording.stretches).toMatchObject([{ end: 'stopped', durationMs: recording.durationMs }])
  // Till the last person left: not the minute after.
  expect(recording.durationMs).toBeLessThanOrEqual(eventsOf(recordingId, 1, 'leave')[0]?.t ?? 0)
  expect(eventsOf(recordingId, 1, 'stop')).toMatchObject([{ why: 'session.ended' }])
})

test('a stop of the recorder leaves nothing open, and the next one goes on at once', async () => {
  const ana = await makePerson('Ana')
  const { session, recordingId } = await openRecorded([ana])
  const there = await join(session.id, ana)
  stopRecorder = startRecorder(LIMITS)
  await hasTracks(recordingId, 1)
  await stopRecorder()
  expect(await read(recordingId)).toMatchObject({ state: 'recording', endedAt: null, recorderId: null, stretches: [{ end: 'broken' }] })
  expect(logOf(recordingId, 1).at(-1)).toMatchObject({ e: 'stop' })
  stopRecorder = startRecorder(LIMITS)
  await hasTracks(recordingId, 2)
  await there.leave()
})

/** The recorder as a process of its own, as start.mjs runs it. */
function launchRecorder() {
  const child = spawn(process.execPath, ['--import', 'tsx', 'recorder.ts'], {
    env: { ...process.env, RECORDING_KEEP_FREE_BYTES: '0' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const exited = once(child, 'exit')
  const end = async (signalName: NodeJS.Signals) => {
    child.kill(signalName)
    const [code] = (await exited) as [number | null]
    return code
  }
  stopRecorder = async () => void (await end('SIGKILL'))
  return { end }
}

test('the recorder is killed: two seconds are lost at most, the next one says so and goes on', async () => {
  const ana = await makePerson('Ana')
  const { session, recordingId } = await openRecorded([ana])
  const there = await join(session.id, ana)
  const first = launchRecorder()
  await hasTracks(recordingId, 1)
  await vi.waitFor(() => expect(eventsOf(recordingId, 1, 'clock')).not.toEqual([]), patiently)
  await first.end('SIGKILL')
  const killedMs = Date.now() - (eventsOf(recordingId, 1, 'start')[0]?.wall ?? 0)
  expect(logOf(recordingId, 1).some(({ e }) => e === 'stop')).toBe(false)

  const second = launchRecorder()
  await becomes(recordingId, { state: 'recording', stretches: [{ end: 'broken' }, { end: null }] })
  const [broken] = (await read(recordingId)).stretches
  expect(broken?.durationMs).toBeGreaterThan(killedMs - 2_000)
  expect(broken?.durationMs).toBeLessThanOrEqual(killedMs + 1)
  const lastMs = lastFrameMs(recordingId, 1, '01.webm')
  expect(lastMs).toBeGreaterThan(killedMs - 2_000)
  expect(lastMs).toBeLessThanOrEqual(killedMs + 1)
  await hasTracks(recordingId, 2)
  await want(recordingId, 'stop')
  await becomes(recordingId, { endedAt: expect.any(Date), cause: null })
  expect(await second.end('SIGTERM')).toBe(0)
  stopRecorder = async () => {}
  await there.leave()
})

test('LiveKit is killed: the recording goes on once it is back', async () => {
  const ana = await makePerson('Ana')
  const { session, recordingId } = await openRecorded([ana])
  const before = await join(session.id, ana)
  stopRecorder = startRecorder(LIMITS)
  await hasTracks(recordingId, 1)
  await livekit.kill()
  await becomes(recordingId, { state: 'recording', stretches: [{ end: 'broken' }] })
  await before.vanish()
  await livekit.restart()
  await createMediaRoom(session.id)
  const after = await join(session.id, ana)
  await hasTracks(recordingId, 2)
  expect(await read(recordingId)).toMatchObject({ stretches: [{ number: 1 }, { number: 2, endedAt: null }] })
  await after.leave()
})

test('LiveKit is gone for too long: the recording ends, says why, and is finished as far as it went', async () => {
  const ana = await makePerson('Ana')
  const { session, recordingId } = await openRecorded([ana])
  const there = await join(session.id, ana)
  stopRecorder = startRecorder({ ...LIMITS, lostAfterMs: 500 })
  await hasTracks(recordingId, 1)
  await livekit.kill()
  await becomes(recordingId, { state: 'finishing', cause: 'livekit.lost', stretches: [{ end: 'broken' }] })
  expect(await finishJobs(recordingId)).toBe(1)
  await there.vanish()
  await livekit.restart()
})

test('the disk runs full: the recording stops before it does', async () => {
  const ana = await makePerson('Ana')
  const { session, recordingId } = await openRecorded([ana])
  const there = await join(session.id, ana)
  const limits = { ...LIMITS }
  stopRecorder = startRecorder(limits)
  await hasTracks(recordingId, 1)
  limits.keepFreeBytes = Number.MAX_SAFE_INTEGER
  await becomes(recordingId, { state: 'finishing', cause: 'disk.full', stretches: [{ end: 'broken' }] })
  const [end] = eventsOf(recordingId, 1, 'end')
  expect(framesIn(recordingId, 1, end?.file ?? '')).toBe(end?.frames)
  await there.leave()
})

test('what cannot be written ends the recording, and not the recorder', async () => {
  const [ana, ben] = [await makePerson('Ana'), await makePerson('Ben')]
  const { session, recordingId } = await openRecorded([ana, ben])
  const anaThere = await join(session.id, ana)
  stopRecorder = startRecorder(LIMITS)
  await hasTracks(recordingId, 1)
  rmSync(stretchFolder(recordingId, 1), { recursive: true })
  const benThere = await join(session.id, ben)
  await becomes(recordingId, { state: 'finishing', cause: 'disk.full' })
  await Promise.all([anaThere.leave(), benThere.leave()])
})

test('nobody sends anything: stopping leaves it to the finishing to say so', async () => {
  const ana = await makePerson('Ana')
  const { recordingId } = await openRecorded([ana])
  stopRecorder = startRecorder(LIMITS)
  await becomes(recordingId, { state: 'recording' })
  await want(recordingId, 'stop')
  await becomes(recordingId, { state: 'finishing', cause: null, stretches: [{ end: 'stopped' }] })
  expect(logOf(recordingId, 1).map(({ e }) => e)).toEqual(['start', 'stop'])
  expect(await finishJobs(recordingId)).toBe(1)
})
