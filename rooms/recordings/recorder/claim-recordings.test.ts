import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { db } from '#platform/db.server.ts'
import { makeRecording } from '#tests/recordings-scene.ts'
import { makePerson } from '#tests/rooms-scene.ts'
import { claimRecordings } from './claim-recordings.server.ts'

const me = randomUUID()
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)
const running = { state: 'recording', wanted: 'record', endedAt: null } as const

beforeEach(() => db.recording.deleteMany())

test('a claim whose answer was lost is made again once it was silent for as long as a dead recorder', async () => {
  const ana = await makePerson('Ana')
  const claimed = async (data: object, taken = false) => {
    const { recording } = await makeRecording([ana], { ...running, ...data })
    const ids = await claimRecordings(me, taken ? [recording.id] : [])
    await db.recording.deleteMany()
    return ids.includes(recording.id)
  }
  expect(await claimed({ recorderId: null })).toBe(true)
  expect(await claimed({ recorderId: me, aliveAt: ago(8) })).toBe(true)
  expect(await claimed({ recorderId: me, aliveAt: ago(2) })).toBe(false)
  expect(await claimed({ recorderId: me, aliveAt: ago(8) }, true)).toBe(false)
  expect(await claimed({ recorderId: randomUUID(), aliveAt: ago(8) })).toBe(true)
  expect(await claimed({ recorderId: randomUUID(), aliveAt: ago(2) })).toBe(false)
})

test('one whose broken stretch cannot be marked is taken up all the same, and so are the others', async () => {
  const ana = await makePerson('Ana')
  const made = [await makeRecording([ana], running), await makeRecording([ana], running)]
  const ids = made.map(({ recording }) => recording.id)
  for (const recordingId of ids) await db.recordingStretch.create({ data: { recordingId, number: 1, startedAt: ago(60) } })
  // Longer than the column holds.
  await db.recordingStretch.update({
    where: { recordingId_number: { recordingId: ids[0] ?? '', number: 1 } },
    data: { startedAt: new Date(0) },
  })
  await db.recording.updateMany({ data: { recorderId: randomUUID(), aliveAt: ago(10) } })
  expect((await claimRecordings(me, [])).sort()).toEqual(ids.sort())
  expect(await db.recordingStretch.findMany({ where: { end: 'broken' } })).toHaveLength(1)
})
