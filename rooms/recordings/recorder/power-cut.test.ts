import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import {
  becomes,
  eventsOf,
  framesIn,
  hasTracks,
  join,
  lastFrameMs,
  launchRecorder,
  openRecorded,
  read,
  want,
} from '#tests/recorder-scene.ts'
import { cutPower } from '#tests/synced-disk.ts'

const { env } = await import('#platform/env.server.ts')
const { sizeOfFile } = await import('#platform/storage.server.ts')
const { makePerson } = await import('#tests/rooms-scene.ts')

const kept = mkdtempSync(path.join(os.tmpdir(), 'palier-synced-'))
afterAll(() => rmSync(kept, { recursive: true }))

function launch() {
  const recorder = launchRecorder({ preload: './tests/record-syncs.ts', env: { SYNCED_DISK: kept } })
  return async () => {
    const cutAt = Date.now()
    await recorder.end('SIGKILL')
    cutPower(env.PALIER_DATA_DIR, kept)
    return cutAt
  }
}

test('the power is cut: two seconds are lost at most, the next recorder says so and goes on; what was finished is still there after another cut', async () => {
  const ana = await makePerson('Ana')
  const { session, recordingId } = await openRecorded([ana])
  const there = await join(session.id, ana, true)
  const cutFirst = launch()
  await hasTracks(recordingId, 1, 2)
  // So far that more than what may be lost has been taken.
  const clocks = () => eventsOf(recordingId, 1, 'clock').map(({ t }) => t)
  await vi.waitFor(() => expect(Math.max(...clocks())).toBeGreaterThan(4_000), { timeout: 30_000, interval: 50 })
  const startedAt = eventsOf(recordingId, 1, 'start')[0]?.wall ?? 0
  const cutMs = (await cutFirst()) - startedAt

  expect(eventsOf(recordingId, 1, 'start')).toHaveLength(1)
  const files = eventsOf(recordingId, 1, 'track').map(({ file }) => file)
  expect(files).toEqual(['01.webm', '02.webm'])
  for (const file of files) {
    expect(framesIn(recordingId, 1, file)).toBeGreaterThan(0)
    const lastMs = lastFrameMs(recordingId, 1, file)
    expect(lastMs).toBeGreaterThan(cutMs - 2_000)
    expect(lastMs).toBeLessThanOrEqual(cutMs + 1)
  }

  const cutSecond = launch()
  await becomes(recordingId, { state: 'recording', stretches: [{ end: 'broken' }, { end: null }] })
  expect((await read(recordingId)).stretches[0]?.durationMs).toBeGreaterThan(cutMs - 2_000)
  await hasTracks(recordingId, 2, 2)
  await want(recordingId, 'stop')
  await becomes(recordingId, { state: 'ready', cause: null })
  await cutSecond()
  const { tracks } = await read(recordingId)
  expect(new Set(tracks.map(({ stretch }) => stretch))).toEqual(new Set([1, 2]))
  for (const { fileKey, bytes } of tracks) expect(await sizeOfFile(fileKey)).toBe(Number(bytes))
  await there.leave()
})
