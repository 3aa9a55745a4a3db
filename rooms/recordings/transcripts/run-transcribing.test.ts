import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import { runFfmpeg } from '#platform/ffmpeg.server.ts'
import { runDueJobs, startJobs } from '#platform/jobs.server.ts'
import { storeFileFrom } from '#platform/storage.server.ts'
import { deleteRecording } from '#rooms/recordings/retention/delete-recording.server.ts'
import { eraseRecording } from '#rooms/recordings/retention/erase-recording.server.ts'
import { recordingFolder } from '#rooms/recordings/stretch-log.server.ts'
import { makeRecording as makeReadyRecording } from '#tests/ready-recording.ts'
import { makeRecording, type TakenTrack, writeStretch } from '#tests/recordings-scene.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { openTranscriptionService } from '#tests/transcription-service.ts'
import { finishRecording } from '../finishing/finish-recording.server.ts'
import { getRecordingPage } from '../watching/get-recording-page.server.ts'
import { askForTranscript } from './ask-for-transcript.server.ts'
import { installedFile } from './find-engine.server.ts'
import { readTranscriptLines } from './read-transcript-lines.server.ts'
import { requestTranscript } from './request-transcript.server.ts'
import { handleTranscribing } from './run-transcribing.server.ts'

// The engine is a stand-in that hears tones; sound, database and files are real.
vi.setConfig({ testTimeout: 120_000 })

let service: Awaited<ReturnType<typeof openTranscriptionService>>
let ana: Viewer
let ben: Viewer
beforeAll(async () => {
  service = await openTranscriptionService()
  env.TRANSCRIPTS_URL = service.url
  ana = await makePerson('Ana')
  ben = await makePerson('Ben')
  handleTranscribing()
})
afterAll(() => service.close())
afterEach(async () => {
  env.TRANSCRIPTS_URL = service.url
  service.asked.length = 0
  service.answers.length = 0
  service.onAsked = async () => {}
  await rm(path.dirname(installedFile()), { recursive: true, force: true })
  await db.job.deleteMany()
})

const find = (id: string) => db.recording.findUniqueOrThrow({ where: { id } })
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000)
const linesOf = (recordingId: string) =>
  db.transcriptLine.findMany({ where: { recordingId }, orderBy: [{ startMs: 'asc' }, { id: 'asc' }] })
const folderOf = (id: string) => path.join(recordingFolder(id), 'transcript')

const mic = (who: Viewer, fromMs: number, toMs: number, hertz: number): TakenTrack => ({ who, kind: 'microphone', fromMs, toMs, hertz })

/** Ana is heard from the second second on, Ben from the fourth. */
async function record(...tracks: TakenTrack[]) {
  const { recording } = await makeRecording([ana, ben])
  const taken = tracks.length > 0 ? tracks : [mic(ana, 1_000, 6_000, 440), mic(ben, 3_000, 8_000, 880)]
  await writeStretch(recording.id, 1, taken)
  await finishRecording(recording.id)
  await db.job.deleteMany({ where: { kind: 'compose-recording' } })
  return recording.id
}

async function ask(id: string) {
  return db.$transaction(async (tx) => askForTranscript(tx, await tx.recording.findUniqueOrThrow({ where: { id } }), new Date()))
}

test('each person’s words are theirs, where they were said; asked for as soon as there is something to listen to', async () => {
  const id = await record()
  expect(await find(id)).toMatchObject({ transcriptState: 'waiting', transcribed: 0 })
  await runDueJobs()
  expect(await find(id)).toMatchObject({ transcriptState: 'ready', transcriptCause: null, transcribed: 100 })
  const lines = await linesOf(id)
  expect(lines).toMatchObject([
    { memberId: ana.id, name: 'Ana', text: 'A tone of 440 hertz.', words: 'a tone of 440 hertz.', heard: null, editedAt: null },
    { memberId: ben.id, name: 'Ben', text: 'A tone of 880 hertz.' },
  ])
  for (const [position, startMs] of [0, 2_000].entries()) {
    expect(Math.abs((lines[position]?.startMs ?? -1) - startMs)).toBeLessThanOrEqual(150)
    expect(Math.abs((lines[position]?.endMs ?? -1) - startMs - 5_000)).toBeLessThanOrEqual(150)
  }
  expect(existsSync(folderOf(id))).toBe(false)
  expect(service.asked).toHaveLength(2)
  // Asked for once more, what people put right stays.
  await db.transcriptLine.update({
    where: { id: lines[0]?.id ?? '' },
    data: { text: 'An A.', heard: 'A tone of 440 hertz.', editedAt: new Date() },
  })
  expect(await ask(id)).toBe(true)
  await runDueJobs(later(1))
  expect((await linesOf(id)).map(({ text }) => text)).toEqual(['An A.', 'A tone of 880 hertz.'])
})

test('without an engine nothing is asked for, until there is one', async () => {
  env.TRANSCRIPTS_URL = undefined
  const id = await record()
  expect(await find(id)).toMatchObject({ transcriptState: 'none' })
  expect(await ask(id)).toBe(false)
  expect(await db.job.count()).toBe(0)
  await mkdir(path.dirname(installedFile()), { recursive: true })
  await writeFile(installedFile(), '{}')
  expect(await ask(id)).toBe(true)
  expect(await find(id)).toMatchObject({ transcriptState: 'waiting' })
})

test('an engine that is taken away meanwhile is told of, and it can be asked for again', async () => {
  const id = await record()
  env.TRANSCRIPTS_URL = undefined
  await runDueJobs()
  expect(await find(id)).toMatchObject({ transcriptState: 'failed', transcriptCause: 'engine.absent' })
  env.TRANSCRIPTS_URL = service.url
  await Promise.all([ask(id), ask(id)])
  expect(await find(id)).toMatchObject({ transcriptState: 'waiting', transcriptCause: null })
  await runDueJobs(later(1))
  expect(await find(id)).toMatchObject({ transcriptState: 'ready' })
})

test('nobody’s voice is sent elsewhere who was told that it stays here', async () => {
  const { recording } = await makeRecording([ana, ben])
  const tell = (who: Viewer, answer: 'told' | 'accepted' | 'declined', words: number) =>
    db.recordingConsent.create({ data: { recordingId: recording.id, memberId: who.id, name: who.name, answer, words, language: 'en' } })
  await tell(ana, 'told', 2)
  await tell(ben, 'told', 1)
  await tell(ben, 'declined', 2)
  await writeStretch(recording.id, 1, [mic(ana, 0, 3_000, 440)])
  await finishRecording(recording.id)
  expect(await find(recording.id)).toMatchObject({ transcriptState: 'none' })
  expect(await ask(recording.id)).toBe(false)
  // Set elsewhere after it was asked for on this machine.
  await db.recording.update({ where: { id: recording.id }, data: { transcriptState: 'waiting' } })
  await db.job.create({ data: { kind: 'transcribe-recording', payload: { recordingId: recording.id }, runAt: new Date() } })
  await runDueJobs()
  expect(await find(recording.id)).toMatchObject({ transcriptState: 'failed', transcriptCause: 'engine.absent' })
  expect(service.asked).toEqual([])
  // Who was told of the service from the first on, is sent to it.
  await db.recordingConsent.deleteMany({ where: { words: 1 } })
  expect(await ask(recording.id)).toBe(true)
  await runDueJobs(later(1))
  expect(await find(recording.id)).toMatchObject({ transcriptState: 'ready' })
  expect(service.asked).toHaveLength(1)
})

test('stopped in the middle, it goes on with the voice that is missing', async () => {
  const id = await record()
  const stop = startJobs()
  const stopped = new Promise<void>((resolve) => {
    service.onAsked = async ({ hertz }) => {
      if (hertz === 880) {
        service.answers.push('never')
        resolve()
      }
    }
  })
  await stopped
  await stop()
  expect(await find(id)).toMatchObject({ transcriptState: 'running' })
  expect(await linesOf(id)).toEqual([])
  expect(service.asked.map(({ hertz }) => hertz)).toEqual([440, 880])
  service.onAsked = async () => {}
  await runDueJobs(later(1))
  expect(service.asked.map(({ hertz }) => hertz)).toEqual([440, 880, 880])
  expect((await linesOf(id)).map(({ name }) => name)).toEqual(['Ana', 'Ben'])
  expect(await find(id)).toMatchObject({ transcriptState: 'ready' })
})

test('a process that died in the middle is gone on from likewise', async () => {
  const id = await record()
  service.answers.push('well', 400)
  await runDueJobs()
  // As kill -9 leaves it: the claim is there, and nothing was said.
  await db.job.updateMany({ data: { doneAt: null, claimedUntil: later(-1), attempts: 1 } })
  await db.recording.update({ where: { id }, data: { transcriptState: 'running', transcriptCause: null } })
  await runDueJobs(later(1))
  expect(service.asked.map(({ hertz }) => hertz)).toEqual([440, 880, 880])
  expect(await find(id)).toMatchObject({ transcriptState: 'ready' })
})

test('deleted meanwhile, it stops, and nothing is left of it; brought back, it is done', async () => {
  const id = await record()
  service.onAsked = async ({ hertz }) => {
    if (hertz === 440) await deleteRecording(ana, id, {})
  }
  await runDueJobs()
  expect(service.asked).toHaveLength(1)
  expect(await linesOf(id)).toEqual([])
  expect(existsSync(folderOf(id))).toBe(false)
  service.onAsked = async () => {}
  await deleteRecording(ana, id, { restore: true })
  await runDueJobs(later(1))
  expect(await find(id)).toMatchObject({ state: 'ready', transcriptState: 'ready' })
  expect(await linesOf(id)).toHaveLength(2)
  await deleteRecording(ana, id, {})
  await eraseRecording(id, async () => true)
  expect(await linesOf(id)).toEqual([])
})

test('an engine that is down is waited for, with the reason; then it has failed', async () => {
  const id = await record()
  env.TRANSCRIPTS_URL = 'http://127.0.0.1:9'
  await runDueJobs()
  expect(await find(id)).toMatchObject({ transcriptState: 'waiting', transcriptCause: 'engine.unreachable' })
  expect(await db.job.findFirst()).toMatchObject({ attempts: 1, doneAt: null, failedAt: null })
  await db.job.updateMany({ data: { attempts: 6 } })
  await runDueJobs(later(10))
  expect(await find(id)).toMatchObject({ transcriptState: 'failed', transcriptCause: 'engine.unreachable' })
  expect(await linesOf(id)).toEqual([])
})

test.each([
  [403, 'engine.refused'],
  [{ text: 'nonsense' }, 'engine.failed'],
] as const)('an engine that answers %j ends it: %s', async (answer, transcriptCause) => {
  const id = await record()
  service.answers.push(answer)
  await runDueJobs()
  expect(await find(id)).toMatchObject({ transcriptState: 'failed', transcriptCause, state: 'ready' })
})

/** In the place of somebody's sound, in a recording, a file that holds none. */
async function spoil(recordingId: string, name: string): Promise<void> {
  const broken = path.join(env.PALIER_DATA_DIR, 'broken.webm')
  await writeFile(broken, 'no sound')
  const fileKey = await storeFileFrom('recordings', 'webm', broken)
  await db.recordingTrack.updateMany({ where: { recordingId, name }, data: { fileKey } })
}

test('one sound that cannot be read is left out; the page says whose, and it alone is tried again where somebody asks', async () => {
  const id = await record()
  const standing = async () => (await getRecordingPage(ben, id)).transcript
  const said = async () => (await readTranscriptLines(ben, id, {})).lines.map(({ person }) => person.name)
  const { fileKey } = await db.recordingTrack.findFirstOrThrow({ where: { recordingId: id, name: 'Ana' } })
  await spoil(id, 'Ana')
  await runDueJobs()
  expect(await find(id)).toMatchObject({ transcriptState: 'ready', transcribed: 100 })
  expect(await standing()).toMatchObject({ state: 'ready', missing: ['Ana'], mayAsk: true })
  const [line] = await linesOf(id)
  expect(await said()).toEqual(['Ben'])

  // What there is can be read all the time, whatever becomes of the second try.
  await Promise.all([requestTranscript(ben, id), requestTranscript(ana, id)])
  expect(await standing()).toMatchObject({ state: 'ready', missing: ['Ana'], mayAsk: false })
  expect(await said()).toEqual(['Ben'])
  await runDueJobs(later(1))
  expect(await standing()).toMatchObject({ state: 'ready', missing: ['Ana'], mayAsk: true })
  expect(await linesOf(id)).toEqual([line])
  await requestTranscript(ben, id)
  env.TRANSCRIPTS_URL = undefined
  await runDueJobs(later(2))
  env.TRANSCRIPTS_URL = service.url
  expect(await find(id)).toMatchObject({ transcriptState: 'failed', transcriptCause: 'engine.absent' })
  expect(await standing()).toMatchObject({ state: 'ready', missing: ['Ana'], mayAsk: true })
  expect(await said()).toEqual(['Ben'])

  await db.recordingTrack.updateMany({ where: { recordingId: id, name: 'Ana' }, data: { fileKey } })
  await requestTranscript(ben, id)
  await runDueJobs(later(3))
  expect(await standing()).toMatchObject({ state: 'ready', missing: [], mayAsk: false })
  expect(await said()).toEqual(['Ana', 'Ben'])
  expect(service.asked.map(({ hertz }) => hertz)).toEqual([880, 440])
  expect(existsSync(folderOf(id))).toBe(false)
  await requestTranscript(ben, id)
  expect(await find(id)).toMatchObject({ transcriptState: 'ready' })
})

test('nobody is tried again whose own sound is gone: the film would be everybody’s', async () => {
  const id = await record()
  await spoil(id, 'Ana')
  await runDueJobs()
  await db.recording.update({ where: { id }, data: { partsRemovedAt: new Date(), filmKey: 'recordings/film.mp4' } })
  expect((await getRecordingPage(ben, id)).transcript).toMatchObject({ state: 'ready', missing: ['Ana'], mayAsk: false })
  await requestTranscript(ben, id)
  expect(await find(id)).toMatchObject({ transcriptState: 'ready' })
})

test('where no sound can be read, it has failed', async () => {
  const id = await record()
  for (const name of ['Ana', 'Ben']) await spoil(id, name)
  await runDueJobs()
  expect(await find(id)).toMatchObject({ transcriptState: 'failed', transcriptCause: 'sound.missing' })
  expect((await getRecordingPage(ben, id)).transcript).toMatchObject({ state: 'failed', missing: [], mayAsk: true })
})

test('of a recording without tracks of single people the film is listened to; whoever is known to have spoken is named', async () => {
  const film = path.join(env.PALIER_DATA_DIR, 'film.mp4')
  const picture = ['-f', 'lavfi', '-i', 'color=size=64x64:rate=5:duration=4']
  await runFfmpeg([...picture, '-f', 'lavfi', '-i', 'sine=frequency=440:duration=4', '-c:v', 'libx264', '-c:a', 'aac', film])
  const filmKey = await storeFileFrom('recordings', 'mp4', film)
  const { community, room } = await makeRoom([ana])
  const session = await db.session.create({ data: { communityId: community.id, roomId: room.id, endedAt: new Date() } })
  const { id } = await makeReadyRecording({ communityId: community.id, sessionId: session.id }, { film: null, filmKey, durationMs: 4_000 })
  expect(await ask(id)).toBe(true)
  await runDueJobs()
  expect(await linesOf(id)).toMatchObject([{ memberId: null, name: '', text: 'A tone of 440 hertz.' }])
  await db.recording.update({
    where: { id },
    data: { speakers: [{ memberId: ana.id, startMs: 200, endMs: 3_900 }], partsRemovedAt: new Date() },
  })
  await ask(id)
  await runDueJobs(later(1))
  expect(await linesOf(id)).toMatchObject([{ memberId: ana.id, name: 'Ana', text: 'A tone of 440 hertz.' }])
})

test('who said nothing at all is not sent anywhere', async () => {
  const id = await record({ ...mic(ana, 0, 4_000, 440), volume: 0 })
  await runDueJobs()
  expect(await find(id)).toMatchObject({ transcriptState: 'ready', transcribed: 100 })
  expect(service.asked).toEqual([])
  expect(await linesOf(id)).toEqual([])
})

test('two recordings are written down one after the other', async () => {
  const ids = [await record(), await record()]
  let open = 0
  let most = 0
  service.onAsked = async () => {
    most = Math.max(most, ++open)
    await db.recording.findFirst()
    open--
  }
  for (let minute = 0; minute < 3; minute++) await runDueJobs(later(minute))
  for (const id of ids) expect(await find(id)).toMatchObject({ transcriptState: 'ready' })
  expect(most).toBe(1)
})
