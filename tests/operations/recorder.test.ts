import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startLivekit } from '#tests/livekit.ts'
import { type MediaClients, openMediaClients } from '#tests/media-clients.ts'
import { type BuiltApp, startBuiltApp } from './built-app.ts'

const livekit = await startLivekit()
const { db } = await import('#platform/db.server.ts')
const { signal } = await import('#platform/signals.server.ts')
const { createMediaRoom } = await import('#rooms/livekit/create-media-room.server.ts')
const { mintJoinToken } = await import('#rooms/livekit/mint-join-token.server.ts')
const { stretchFolder } = await import('#rooms/recordings/stretch-log.server.ts')
const { openSession } = await import('#rooms/sessions/open-session.server.ts')
const { makePerson, makeRoom } = await import('#tests/rooms-scene.ts')

const patiently = { timeout: 60_000, interval: 100 }
let app: BuiltApp
let clients: MediaClients
const stops: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  app = await startBuiltApp()
  clients = await openMediaClients()
}, 300_000)
afterAll(async () => {
  for (const stop of stops) await stop()
  await clients?.close()
  await app?.stop()
  await livekit.stop()
})

/** The built recorder, as start.mjs runs it. */
function startBuiltRecorder() {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production', RECORDING_KEEP_FREE_BYTES: '0' }
  const child = spawn(process.execPath, ['build/recorder.js'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const exited = once(child, 'exit')
  stops.push(async () => {
    child.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
  })
}

test('the app is killed: a recording goes on in one stretch, is stopped by the next app, and can be watched', async () => {
  const ana = await makePerson('Ana')
  const { community, room } = await makeRoom([ana])
  const session = await openSession(room, ana.id, new Date())
  await createMediaRoom(session.id)
  const consents = { create: [{ memberId: ana.id, name: 'Ana', answer: 'told' as const, words: 1, language: 'en' as const }] }
  const { id } = await db.recording.create({ data: { sessionId: session.id, communityId: community.id, consents } })
  const there = await clients.join(livekit.url, await mintJoinToken(session.id, ana))
  startBuiltRecorder()
  const file = path.join(stretchFolder(id, 1), '01.webm')
  const size = () => (existsSync(file) ? statSync(file).size : 0)
  await vi.waitFor(() => expect(size()).toBeGreaterThan(0), patiently)

  const gone = once(app.child, 'exit')
  app.child.kill('SIGKILL')
  await gone
  const sizeThen = size()
  await vi.waitFor(() => expect(size()).toBeGreaterThan(sizeThen + 10_000), patiently)
  app = await startBuiltApp()
  await db.recording.update({ where: { id }, data: { wanted: 'stop' } })
  await signal(db, 'palier_recording', id)
  await vi.waitFor(
    async () => expect(await db.recording.findUnique({ where: { id } })).toMatchObject({ state: 'ready', cause: null }),
    patiently,
  )
  expect(await db.recordingStretch.findMany({ where: { recordingId: id } })).toMatchObject([{ number: 1, end: 'stopped' }])
  expect(await db.recordingTrack.findMany({ where: { recordingId: id } })).toMatchObject([{ memberId: ana.id, kind: 'microphone' }])
  await there.leave()
}, 300_000)
