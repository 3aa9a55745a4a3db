import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { db } from '#platform/db.server.ts'
import { listenForSignals } from '#platform/signals.server.ts'
import { findRunning } from '#rooms/recordings/read-running.server.ts'
import { truncateAll } from '#tests/database.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { watchRecorders } from './watch-recorders.server.ts'

const heard: string[] = []
let stopListening: () => Promise<void>
let sessionId: string

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    stopListening = listenForSignals('palier_recording', (id) => heard.push(id), resolve)
  })
})
afterAll(() => stopListening())
beforeEach(async () => {
  await truncateAll()
  heard.length = 0
  const { room, community } = await makeRoom([await makePerson('Ana')])
  sessionId = (await db.session.create({ data: { roomId: room.id, communityId: community.id } })).id
})

const startedAt = new Date()
const at = (seconds: number) => new Date(startedAt.getTime() + seconds * 1000)
const make = async (data: object) => {
  const { communityId } = await db.session.findUniqueOrThrow({ where: { id: sessionId } })
  return db.recording.create({ data: { sessionId, communityId, requestedAt: at(0), ...data } })
}
const interruptedAt = async (seconds: number) => (await findRunning(sessionId, at(seconds)))?.interrupted

test('who is inside hears that the recorder went away, once, and that it came back', async () => {
  const { id } = await make({ state: 'recording', aliveAt: at(10) })
  await watchRecorders(at(12))
  expect(await interruptedAt(12)).toBe(false)
  await watchRecorders(at(20))
  await watchRecorders(at(25))
  expect(await interruptedAt(25)).toBe(true)
  await db.recording.update({ where: { id }, data: { aliveAt: at(29) } })
  await watchRecorders(at(30))
  expect(await interruptedAt(30)).toBe(false)
  await expect.poll(() => heard).toEqual([id, id])
})

test('a pause is no interruption, and its length stands still while the recorder is away', async () => {
  const { id } = await make({ state: 'recording', aliveAt: at(10) })
  await db.recordingStretch.createMany({
    data: [
      { recordingId: id, number: 1, startedAt: at(0), endedAt: at(3), durationMs: 3000, end: 'paused' },
      { recordingId: id, number: 2, startedAt: at(5) },
    ],
  })
  expect((await findRunning(sessionId, at(12)))?.takenMs).toBe(10_000)
  expect((await findRunning(sessionId, at(40)))?.takenMs).toBe(8_000)
  await db.recording.update({ where: { id }, data: { state: 'paused' } })
  expect(await interruptedAt(40)).toBe(false)
})
