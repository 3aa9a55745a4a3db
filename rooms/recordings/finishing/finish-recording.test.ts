import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import { probeMedia } from '#platform/ffmpeg.server.ts'
import { fileOnDisk } from '#platform/storage.server.ts'
import { recordingFolder } from '#rooms/recordings/stretch-log.server.ts'
import { makeRecording, type TakenTrack, writeStretch } from '#tests/recordings-scene.ts'
import { makePerson } from '#tests/rooms-scene.ts'
import { finishRecording } from './finish-recording.server.ts'

// Media is made and looked at by programs that stand back behind all others.
vi.setConfig({ testTimeout: 120_000 })

let ana: Viewer
let ben: Viewer
beforeAll(async () => {
  ana = await makePerson('Ana')
  ben = await makePerson('Ben')
})

const mic = (who: Viewer, fromMs: number, toMs: number, more: Partial<TakenTrack> = {}): TakenTrack => ({
  who,
  kind: 'microphone',
  fromMs,
  toMs,
  ...more,
})
const camera = (who: Viewer, fromMs: number, toMs: number, more: Partial<TakenTrack> = {}) =>
  mic(who, fromMs, toMs, { kind: 'camera', ...more })

async function read(recordingId: string) {
  const recording = await db.recording.findUniqueOrThrow({ where: { id: recordingId } })
  const tracks = await db.recordingTrack.findMany({ where: { recordingId }, orderBy: [{ startMs: 'asc' }, { id: 'asc' }] })
  return { recording, tracks }
}

async function storedFiles(): Promise<string[]> {
  return (await readdir(path.join(env.PALIER_DATA_DIR, 'files/recordings')).catch(() => [])).map((name) => `recordings/${name}`).sort()
}

test('two stretches lie end to end, and each file agrees with its row', async () => {
  const { recording } = await makeRecording([ana, ben])
  await writeStretch(
    recording.id,
    1,
    [mic(ana, 1_000, 5_000, { mutes: [{ fromMs: 2_000, toMs: 3_000 }] }), camera(ana, 1_200, 5_000), mic(ben, 2_000, 6_000)],
    { speech: [{ who: ana.id, fromMs: 500, toMs: 2_000 }] },
  )
  await writeStretch(recording.id, 2, [mic(ana, 400, 2_400), camera(ben, 500, 2_400, { codec: 'h264' })])
  await finishRecording(recording.id)

  const after = await read(recording.id)
  expect(after.recording).toMatchObject({ state: 'ready', cause: null, composedAt: null, playableAt: expect.any(Date) })
  expect(Math.abs(after.recording.durationMs - 7_000)).toBeLessThan(60)
  expect(after.recording.speakers).toEqual([{ memberId: ana.id, startMs: 0, endMs: 1_000 }])
  expect(after.tracks.map(({ name, kind, startMs, stretch }) => [name, kind, Math.round(startMs / 100) * 100, stretch])).toEqual([
    ['Ana', 'microphone', 0, 1],
    ['Ana', 'camera', 200, 1],
    ['Ben', 'microphone', 1_000, 1],
    ['Ana', 'microphone', 5_000, 2],
    ['Ben', 'camera', 5_100, 2],
  ])
  expect(after.tracks[0]?.mutes).toEqual([{ startMs: 1_000, endMs: 2_000 }])
  let bytes = 0n
  for (const track of after.tracks) {
    const file = await fileOnDisk(track.fileKey, tmpdir())
    const [start, seconds, size] = (await probeMedia(file, 'format=start_time,duration,size')).map(Number)
    expect(Math.abs(start ?? 1)).toBeLessThan(0.01)
    expect(Math.abs((seconds ?? 0) * 1000 - (track.endMs - track.startMs))).toBeLessThanOrEqual(1)
    expect(BigInt(size ?? 0)).toBe(track.bytes)
    bytes += track.bytes
    const [codec] = await probeMedia(file, 'stream=codec_name')
    expect(track.mime).toContain(codec === 'h264' ? 'video/mp4; codecs=avc1.42' : `codecs=${codec}`)
    if (track.kind === 'camera') expect([track.width, track.height]).toEqual([320, 180])
  }
  expect([after.recording.bytes, after.recording.partBytes]).toEqual([bytes, bytes])
  const stretches = await db.recordingStretch.findMany({ where: { recordingId: recording.id }, orderBy: { number: 'asc' } })
  expect(stretches.map(({ offsetMs }) => offsetMs)).toEqual([0, stretches[0]?.durationMs])
  expect(existsSync(path.join(recordingFolder(recording.id), '1'))).toBe(false)
  expect(await db.job.count({ where: { key: `compose-recording:${recording.id}` } })).toBe(1)
})

test('a file that breaks off is played as far as it goes', async () => {
  const { recording } = await makeRecording([ana], { cause: 'recorder.lost' })
  await writeStretch(recording.id, 1, [mic(ana, 0, 10_000, { cutAt: 0.6 }), camera(ana, 0, 10_000, { cutAt: 0.6 })], { diedAtMs: 6_200 })
  await finishRecording(recording.id)
  const after = await read(recording.id)
  expect(after.recording).toMatchObject({ state: 'ready', cause: 'recorder.lost' })
  expect(after.tracks).toHaveLength(2)
  for (const { startMs, endMs } of after.tracks) {
    expect(endMs - startMs).toBeGreaterThan(4_000)
    expect(endMs - startMs).toBeLessThan(8_000)
  }
})

test('times follow the senders’ clocks; one without reports is moved as the others are', async () => {
  const { recording } = await makeRecording([ana, ben])
  await writeStretch(recording.id, 1, [
    mic(ana, 0, 5_000, { offMs: -40 }),
    camera(ana, 100, 5_000, { offMs: -140 }),
    camera(ben, 1_000, 1_400),
  ])
  await finishRecording(recording.id)
  const { tracks } = await read(recording.id)
  // Of Ana: picture 0 ms after sound began, by her clock. The median of both shifts is that of one of them.
  expect(tracks.map(({ startMs }) => startMs)).toEqual([0, 0, expect.any(Number)])
})

test('done again after a death, and repeated, it ends in the same rows, and leaves no file behind', async () => {
  const { recording } = await makeRecording([ana])
  const before = await storedFiles()
  await writeStretch(recording.id, 1, [mic(ana, 0, 2_000), camera(ana, 0, 2_000)])
  // Dies where it hurts most: the files are kept, and no row knows of them.
  await db.$executeRaw`ALTER TABLE "RecordingTrack" ADD CONSTRAINT death CHECK (name = 'nobody') NOT VALID`
  await expect(finishRecording(recording.id)).rejects.toThrow(/death/)
  expect((await storedFiles()).length).toBe(before.length + 2)
  await db.$executeRaw`ALTER TABLE "RecordingTrack" DROP CONSTRAINT death`
  for (let time = 0; time < 2; time++) await finishRecording(recording.id)
  const { tracks, recording: after } = await read(recording.id)
  expect(after.rev).toBe(recording.rev + 1)
  expect(tracks).toHaveLength(2)
  expect(await storedFiles()).toEqual([...before, ...tracks.map(({ fileKey }) => fileKey)].sort())
  expect(await readdir(recordingFolder(recording.id))).toEqual([])
})

test('where nothing arrived, it has failed, and says so', async () => {
  const { recording } = await makeRecording([ana], { cause: 'session.ended' })
  await writeStretch(recording.id, 1, [])
  await finishRecording(recording.id)
  expect((await read(recording.id)).recording).toMatchObject({ state: 'failed', cause: 'nothing.arrived', playableAt: null })
  expect(existsSync(recordingFolder(recording.id))).toBe(false)
})
