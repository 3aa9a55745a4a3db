import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import type { ConsentAnswer, RecordingWish } from '#platform/db.server.ts'
import type { RecorderLimits } from '#rooms/recordings/recorder/take-recording.server.ts'
import type { StretchEvent } from '#rooms/recordings/stretch-log.server.ts'
import { startLivekit } from '#tests/livekit.ts'
import { type MediaClients, openMediaClients } from '#tests/media-clients.ts'

/** A real livekit-server of the test file's own, for as long as it runs. */
export const livekit = await startLivekit()

const { db } = await import('#platform/db.server.ts')
const { findFfmpeg } = await import('#platform/ffmpeg.server.ts')
const { signal } = await import('#platform/signals.server.ts')
const { createMediaRoom } = await import('#rooms/livekit/create-media-room.server.ts')
const { mintJoinToken } = await import('#rooms/livekit/mint-join-token.server.ts')
const { openSession } = await import('#rooms/sessions/open-session.server.ts')
const { readStretchLog, STRETCH_LOG, stretchFolder } = await import('#rooms/recordings/stretch-log.server.ts')
const { startRecorder } = await import('#rooms/recordings/recorder/run-recorder.server.ts')
const { makeRoom } = await import('#tests/rooms-scene.ts')

const patiently = { timeout: 30_000, interval: 50 }
// Browsers, a livekit-server and recorders come up: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000 })
let clients: MediaClients
let stopRunning = async () => {}

beforeAll(async () => {
  clients = await openMediaClients()
})
afterEach(() => stopRunning())
afterAll(async () => {
  await clients.close()
  await livekit.stop()
})

/** A recorder in the test's own process, until the test is over; the answer stops it before. */
export function record(limits: RecorderLimits): () => Promise<void> {
  stopRunning = startRecorder(limits)
  return stopRunning
}

/** The recorder as a process of its own, as start.mjs runs it; `preload` is loaded into it first. */
export function launchRecorder({ preload, env = {} }: { preload?: string; env?: Record<string, string> } = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', ...(preload ? ['--import', preload] : []), 'recorder.ts'], {
    env: { ...process.env, RECORDING_KEEP_FREE_BYTES: '0', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const exited = once(child, 'exit')
  const end = async (signalName: NodeJS.Signals) => {
    child.kill(signalName)
    const [code] = (await exited) as [number | null]
    return code
  }
  stopRunning = async () => void (await end('SIGKILL'))
  return { end }
}

/** A session with a LiveKit room, and a recording of it that is asked for; these people were told. */
export async function openRecorded(told: Viewer[]) {
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
export const say = async (recordingId: string, person: Viewer, answer: ConsentAnswer) => {
  await db.recordingConsent.create({ data: { recordingId, ...consentOf(person, answer) } })
  await signal(db, 'palier_recording', recordingId)
}
export const want = async (recordingId: string, wanted: RecordingWish) => {
  await db.recording.update({ where: { id: recordingId }, data: { wanted } })
  await signal(db, 'palier_recording', recordingId)
}
export const read = (recordingId: string) =>
  db.recording.findUniqueOrThrow({ where: { id: recordingId }, include: { stretches: { orderBy: { number: 'asc' } }, tracks: true } })
export const becomes = (recordingId: string, what: object) =>
  vi.waitFor(async () => expect(await read(recordingId)).toMatchObject(what), patiently)
export const join = async (sessionId: string, person: Viewer, camera = false) =>
  clients.join(livekit.url, await mintJoinToken(sessionId, person), { camera })
export const finishJobs = (recordingId: string) => db.job.count({ where: { key: `finish-recording:${recordingId}` } })

export function logOf(recordingId: string, stretch: number) {
  const file = path.join(stretchFolder(recordingId, stretch), STRETCH_LOG)
  return existsSync(file) ? readStretchLog(readFileSync(file, 'utf8')) : []
}
export const eventsOf = <E extends StretchEvent['e']>(recordingId: string, stretch: number, e: E) =>
  logOf(recordingId, stretch).filter((event): event is Extract<StretchEvent, { e: E }> => event.e === e)
export const hasTracks = (recordingId: string, stretch: number, tracks = 1) =>
  vi.waitFor(() => expect(eventsOf(recordingId, stretch, 'track')).toHaveLength(tracks), patiently)
/** LiveKit sends a report every few seconds: by then, something has been taken. */
export const hasClock = (recordingId: string, stretch: number) =>
  vi.waitFor(() => expect(eventsOf(recordingId, stretch, 'clock')).not.toEqual([]), patiently)

export function framesIn(recordingId: string, stretch: number, file: string): number {
  const args = ['-v', 'error', '-count_frames', '-show_entries', 'stream=nb_read_frames', '-of', 'default=noprint_wrappers=1:nokey=1']
  const whole = path.join(stretchFolder(recordingId, stretch), file)
  return Number(execFileSync(findFfmpeg()?.ffprobe ?? 'ffprobe', [...args, whole], { encoding: 'utf8' }))
}

export function lastFrameMs(recordingId: string, stretch: number, file: string): number {
  const args = ['-v', 'error', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', path.join(stretchFolder(recordingId, stretch), file)]
  const output = execFileSync(findFfmpeg()?.ffprobe ?? 'ffprobe', args, { encoding: 'utf8' })
  return Number(output.trim().split('\n').at(-1)?.replace(',', '')) * 1000
}
