import { readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import {
  becomes,
  eventsOf,
  finishJobs,
  framesIn,
  hasClock,
  hasTracks,
  join,
  lastFrameMs,
  launchRecorder,
  livekit,
  logOf,
  openRecorded,
  read,
  record,
  say,
  want,
} from '#tests/recorder-scene.ts'

const { db } = await import('#platform/db.server.ts')
const { createMediaRoom } = await import('#rooms/livekit/create-media-room.server.ts')
const { listParticipants } = await import('#rooms/livekit/list-participants.server.ts')
const { sweepSession } = await import('#rooms/presence/sweep-session.server.ts')
const { endSession } = await import('#rooms/sessions/end-session.server.ts')
const { STRETCH_LOG, stretchFolder } = await import('../stretch-log.server.ts')
const { makePerson } = await import('#tests/rooms-scene.ts')

const LIMITS = { lostAfterMs: 60_000, keepFreeBytes: 0 }
const patiently = { timeout: 30_000, interval: 50 }

test('records who was told and nobody else, pauses, goes on and stops; its files can be read', async () => {
  const [ana, ben] = [await makePerson('Ana'), await makePerson('Ben')]
  const { session, recordingId } = await openRecorded([ana])
  const anaThere = await join(session.id, ana, true)
  const benThere = await join(session.id, ben)
  record(LIMITS)
  await becomes(recordingId, { state: 'recording', startedAt: expect.any(Date), endedAt: null })
  await hasTracks(recordingId, 1, 2)
  await hasClock(recordingId, 1)
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
  record(LIMITS)
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
  record(LIMITS)
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
  const stop = record(LIMITS)
  await hasTracks(recordingId, 1)
  await stop()
  expect(await read(recordingId)).toMatchObject({ state: 'recording', endedAt: null, recorderId: null, stretches: [{ end: 'broken' }] })
  expect(logOf(recordingId, 1).at(-1)).toMatchObject({ e: 'stop' })
  record(LIMITS)
  await hasTracks(recordingId, 2)
  await there.leave()
})

test('the recorder is killed: two seconds are lost at most, the next one says so and goes on', async () => {
  const ana = await makePerson('Ana')
  const { session, recordingId } = await openRecorded([ana])
  const there = await join(session.id, ana)
  const first = launchRecorder()
  await hasTracks(recordingId, 1)
  await hasClock(recordingId, 1)
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
  await there.leave()
})

test('LiveKit is killed: the recording goes on once it is back', async () => {
  const ana = await makePerson('Ana')
  const { session, recordingId } = await openRecorded([ana])
  const before = await join(session.id, ana)
  record(LIMITS)
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
  record({ ...LIMITS, lostAfterMs: 500 })
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
  record(limits)
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
  record(LIMITS)
  await hasTracks(recordingId, 1)
  rmSync(stretchFolder(recordingId, 1), { recursive: true })
  const benThere = await join(session.id, ben)
  await becomes(recordingId, { state: 'finishing', cause: 'disk.full' })
  await Promise.all([anaThere.leave(), benThere.leave()])
})

test('nobody sends anything: stopping leaves it to the finishing to say so', async () => {
  const ana = await makePerson('Ana')
  const { recordingId } = await openRecorded([ana])
  record(LIMITS)
  await becomes(recordingId, { state: 'recording' })
  await want(recordingId, 'stop')
  await becomes(recordingId, { state: 'finishing', cause: null, stretches: [{ end: 'stopped' }] })
  expect(logOf(recordingId, 1).map(({ e }) => e)).toEqual(['start', 'stop'])
  expect(await finishJobs(recordingId)).toBe(1)
})
