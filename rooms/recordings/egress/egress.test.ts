import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { EgressStatus } from '@livekit/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { openEgressService } from '#tests/egress-service.ts'

// Media is looked at by programs that stand back behind all others.
vi.setConfig({ testTimeout: 120_000 })

// Where LiveKit is, is read from the environment once: what reads it is imported after it is set.
const here = await mkdtemp(path.join(os.tmpdir(), 'palier-egress-'))
const THERE = '/out/palier'
const film = await makeFilm()
const service = await openEgressService({ film, dir: { there: THERE, here } })
Object.assign(process.env, { LIVEKIT_URL: service.url, RECORDING_ENGINE: 'egress', EGRESS_DIR: here, EGRESS_DIR_THERE: THERE })

const { db } = await import('#platform/db.server.ts')
const { probeMedia } = await import('#platform/ffmpeg.server.ts')
const { fileOnDisk } = await import('#platform/storage.server.ts')
const { takeWebhook } = await import('#rooms/presence/take-webhook.server.ts')
const { pauseRecording } = await import('#rooms/recordings/control/pause-recording.server.ts')
const { resumeRecording } = await import('#rooms/recordings/control/resume-recording.server.ts')
const { startRecording } = await import('#rooms/recordings/control/start-recording.server.ts')
const { stopRecording } = await import('#rooms/recordings/control/stop-recording.server.ts')
const { truncateAll } = await import('#tests/database.ts')
const { makePerson, makeRoom } = await import('#tests/rooms-scene.ts')
const { signWebhook } = await import('#tests/sign-webhook.ts')
const { checkRuns } = await import('./check-runs.server.ts')
const { finishEgress } = await import('./finish-egress.server.ts')
const { followRecording } = await import('./follow-recording.server.ts')

async function makeFilm(): Promise<Buffer> {
  const file = path.join(here, 'made.mp4')
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=15:duration=4']
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=4']
  const how = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '30', '-c:a', 'aac', '-shortest']
  await promisify(execFile)(process.env['FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', '-y', ...picture, ...sound, ...how, file])
  const bytes = await readFile(file)
  await rm(file)
  return bytes
}

afterAll(async () => {
  await service.close()
  await rm(here, { recursive: true })
})

let ana: Viewer
let sessionId: string
let recordingId: string

beforeAll(() => truncateAll())
beforeEach(async () => {
  service.refuse(null)
  service.hangUp(false)
  service.forget()
  ana = await makePerson('Ana')
  const { community, room } = await makeRoom([ana])
  const session = await db.session.create({ data: { roomId: room.id, communityId: community.id, emptySince: null, personCount: 1 } })
  sessionId = session.id
  await db.visit.create({ data: { sessionId, memberId: ana.id, joinedAt: new Date() } })
  recordingId = await startRecording(ana, sessionId)
})

const take = async (body: string) => takeWebhook(body, await signWebhook(body))
const row = () => db.recording.findUniqueOrThrow({ where: { id: recordingId } })
const runs = () => db.egressRun.findMany({ where: { recordingId }, orderBy: { number: 'asc' } })
const stretches = () => db.recordingStretch.findMany({ where: { recordingId }, orderBy: { number: 'asc' } })
const later = (ms: number) => new Date(Date.now() + ms)
const idOf = async (number: number) => (await runs()).find((run) => run.number === number)?.egressId ?? ''

async function records(number = 1): Promise<string> {
  await followRecording(recordingId)
  const egressId = await idOf(number)
  await take(await service.becomes(egressId, EgressStatus.EGRESS_ACTIVE))
  return egressId
}

test('start, pause, resume, stop: each run is a stretch, and they become one film', async () => {
  expect(await row()).toMatchObject({ engine: 'egress', state: 'requested' })
  const first = await records()
  expect(service.runs.get(first)?.request.value).toMatchObject({
    roomName: sessionId,
    fileOutputs: [{ filepath: `${THERE}/${recordingId}/1.mp4` }],
  })
  expect(await row()).toMatchObject({ state: 'recording' })

  await pauseRecording(ana, sessionId, { recordingId })
  await followRecording(recordingId)
  expect(service.runs.get(first)?.status).toBe(EgressStatus.EGRESS_ENDING)
  await take(await service.becomes(first, EgressStatus.EGRESS_COMPLETE, { lengthMs: 4_000 }))
  expect(await row()).toMatchObject({ state: 'paused', durationMs: 4_000, endedAt: null })

  await resumeRecording(ana, sessionId, { recordingId })
  const second = await records(2)
  expect(await row()).toMatchObject({ state: 'recording' })
  await stopRecording(ana, sessionId, { recordingId })
  await followRecording(recordingId)
  await take(await service.becomes(second, EgressStatus.EGRESS_COMPLETE, { lengthMs: 4_000 }))
  expect(await row()).toMatchObject({ state: 'finishing', cause: null, durationMs: 8_000 })
  expect((await stretches()).map(({ number, end, offsetMs }) => [number, end, offsetMs])).toEqual([
    [1, 'paused', 0],
    [2, 'stopped', 4_000],
  ])
  expect(await db.job.count({ where: { key: `finish-recording:${recordingId}` } })).toBe(1)

  await finishEgress(recordingId)
  await finishEgress(recordingId)
  const ready = await row()
  expect(ready).toMatchObject({ state: 'ready', cause: null, progress: 100, partBytes: 0n })
  expect(ready.playableAt && ready.composedAt && ready.posterKey && ready.stripKey && ready.peaks).toBeTruthy()
  const [seconds] = await probeMedia(await fileOnDisk(ready.filmKey ?? '', here), 'format=duration')
  expect(Number(seconds)).toBeCloseTo(8, 0)
  expect(ready.durationMs).toBe(Math.round(Number(seconds) * 1000))
  expect(await readdir(here)).not.toContain(recordingId)
})

test.each([
  [EgressStatus.EGRESS_FAILED, 'egress.failed', 'failed'],
  [EgressStatus.EGRESS_ABORTED, 'egress.aborted', 'failed'],
  [EgressStatus.EGRESS_LIMIT_REACHED, 'egress.limitReached', 'ready'],
  [EgressStatus.EGRESS_COMPLETE, 'egress.aborted', 'ready'],
] as const)('a run that ends by itself with status %i ends the recording: %s, then %s', async (status, cause, state) => {
  const egressId = await records()
  await take(await service.becomes(egressId, status, { lengthMs: 4_000, error: 'why' }))
  expect(await row()).toMatchObject({ state: 'finishing', cause })
  await finishEgress(recordingId)
  expect(await row()).toMatchObject({ state, cause })
  if (state === 'ready') expect((await row()).filmKey).toBeTruthy()
})

test('what an earlier run saved is kept where a later one fails', async () => {
  const first = await records()
  await pauseRecording(ana, sessionId, { recordingId })
  await followRecording(recordingId)
  await take(await service.becomes(first, EgressStatus.EGRESS_COMPLETE, { lengthMs: 4_000 }))
  await resumeRecording(ana, sessionId, { recordingId })
  await take(await service.becomes(await records(2), EgressStatus.EGRESS_FAILED, { error: 'disk' }))
  await finishEgress(recordingId)
  const ready = await row()
  expect(ready).toMatchObject({ state: 'ready', cause: 'egress.failed' })
  expect(ready.durationMs).toBeGreaterThan(3_500)
  expect(ready.durationMs).toBeLessThan(4_500)
})

test('everybody leaves: Egress ends by itself, and nobody is told that something went wrong', async () => {
  const egressId = await records()
  await db.session.update({ where: { id: sessionId }, data: { emptySince: new Date() } })
  await take(await service.becomes(egressId, EgressStatus.EGRESS_COMPLETE))
  expect(await row()).toMatchObject({ state: 'finishing', cause: 'session.ended' })
})

test.each([
  [EgressStatus.EGRESS_COMPLETE, true],
  [EgressStatus.EGRESS_FAILED, false],
] as const)(
  'with the follow-up published before its end, a run of status %i is deleted as soon as it is finished',
  async (status, playable) => {
    await db.community.updateMany({ data: { dropRecordingsOnceFollowedUp: true } })
    const trace = { openedAt: '', endedAt: '', people: [], missed: [], agenda: [], links: [], loved: [], recordings: [] }
    await db.followUp.create({
      data: { sessionId, ownerId: ana.id, state: 'published', publishedAt: new Date(), publishedById: ana.id, trace },
    })
    await take(await service.becomes(await records(), status, { lengthMs: 4_000 }))
    await finishEgress(recordingId)
    const gone = await row()
    expect(gone).toMatchObject({ state: 'deleted', deletedById: ana.id, deletedAt: expect.any(Date) })
    expect(gone.playableAt !== null).toBe(playable)
  },
)

test('webhooks lost, doubled and out of order come to the same rows', async () => {
  const egressId = await records()
  await stopRecording(ana, sessionId, { recordingId })
  await followRecording(recordingId)
  const before = { run: await runs(), recording: await row() }
  const bodies = [
    await service.becomes(egressId, EgressStatus.EGRESS_ENDING),
    await service.becomes(egressId, EgressStatus.EGRESS_COMPLETE, { lengthMs: 4_000 }),
    await service.becomes(egressId, EgressStatus.EGRESS_COMPLETE, { lengthMs: 4_000 }),
  ]
  const again = async (order: string[]) => {
    await db.webhookReceipt.deleteMany()
    await db.job.deleteMany()
    await db.egressRun.deleteMany({ where: { recordingId } })
    await db.recordingStretch.deleteMany({ where: { recordingId } })
    await db.egressRun.createMany({ data: before.run })
    const { state, endedAt, cause, durationMs } = before.recording
    await db.recording.update({ where: { id: recordingId }, data: { state, endedAt, cause, durationMs } })
    for (const body of order) expect(await take(body)).toBe(true)
    const found = (await runs()).map(({ heardAt, saidAt, ...run }) => run)
    const { endedAt: overAt, state: now, cause: why } = await row()
    return { found, stretches: await stretches(), overAt, now, why, jobs: await db.job.count() }
  }
  const wanted = await again(bodies)
  expect(wanted).toMatchObject({ now: 'finishing', why: null, jobs: 1, stretches: [{ end: 'stopped', durationMs: 4_000 }] })
  const last = bodies.at(-1) ?? ''
  const orders = fc
    .subarray(bodies.slice(0, -1))
    .chain((kept) => fc.shuffledSubarray([last, last, ...kept], { minLength: kept.length + 2 }))
  await fc.assert(
    fc.asyncProperty(orders, async (order) => void expect(await again(order)).toEqual(wanted)),
    { numRuns: 15 },
  )
})

test('no webhook at all: the list tells how a run goes, and how it ended', async () => {
  await followRecording(recordingId)
  const egressId = await idOf(1)
  await service.becomes(egressId, EgressStatus.EGRESS_ACTIVE)
  await checkRuns(recordingId)
  expect(await row()).toMatchObject({ state: 'recording' })
  await service.becomes(egressId, EgressStatus.EGRESS_FAILED)
  await checkRuns(recordingId)
  expect(await row()).toMatchObject({ state: 'finishing', cause: 'egress.failed' })
})

test('a run that nobody knows any more ends as silent; its end comes after all, and it is finished', async () => {
  const egressId = await records()
  const ended = await service.becomes(egressId, EgressStatus.EGRESS_COMPLETE, { lengthMs: 4_000 })
  const kept = path.join(here, recordingId)
  const held = await readFile(path.join(kept, '1.mp4'))
  await rm(kept, { recursive: true })
  service.forget()
  await checkRuns(recordingId, later(10_000))
  expect(await row()).toMatchObject({ state: 'recording' })
  await checkRuns(recordingId, later(60_000))
  expect(await row()).toMatchObject({ state: 'finishing', cause: 'egress.silent' })
  await finishEgress(recordingId)
  expect(await row()).toMatchObject({ state: 'failed', cause: 'egress.silent' })

  await mkdir(kept)
  await writeFile(path.join(kept, '1.mp4'), held)
  await take(ended)
  expect(await row()).toMatchObject({ state: 'finishing', cause: null })
  await finishEgress(recordingId)
  expect(await row()).toMatchObject({ state: 'ready', cause: null })
})

test('LiveKit without Egress: it is tried for half a minute, and the recording says why it failed', async () => {
  service.refuse({ status: 500, code: 'internal', msg: 'egress not connected (redis required)' })
  await followRecording(recordingId)
  expect((await runs())[0]).toMatchObject({ status: 'refused', error: expect.stringContaining('needs Redis') })
  expect(await row()).toMatchObject({ state: 'requested', endedAt: null })
  await followRecording(recordingId, later(31_000))
  expect(await row()).toMatchObject({ state: 'finishing', cause: 'egress.absent' })
  await finishEgress(recordingId)
  expect(await row()).toMatchObject({ state: 'failed', cause: 'egress.absent', filmKey: null })
})

test('no Egress free at first: the next try takes it', async () => {
  service.refuse({ status: 503, code: 'unavailable', msg: 'no response from servers' })
  await followRecording(recordingId)
  service.refuse(null)
  await followRecording(recordingId, later(4_000))
  expect((await runs()).map(({ status }) => status)).toEqual(['refused', 'starting'])
})

test('an answer that was lost starts nothing twice: the list tells which run it was', async () => {
  service.hangUp(true)
  await followRecording(recordingId)
  service.hangUp(false)
  expect(await runs()).toMatchObject([{ status: 'asked', egressId: null }])
  await followRecording(recordingId)
  expect(service.runs.size).toBe(1)
  await checkRuns(recordingId)
  expect(await runs()).toMatchObject([{ status: 'starting', egressId: [...service.runs.keys()][0] }])
})

test('a run that is left behind by a recording that is over is stopped', async () => {
  const egressId = await records()
  await db.recording.update({ where: { id: recordingId }, data: { endedAt: new Date(), state: 'finishing' } })
  await followRecording(recordingId)
  expect(service.runs.get(egressId)?.status).toBe(EgressStatus.EGRESS_ENDING)
})
