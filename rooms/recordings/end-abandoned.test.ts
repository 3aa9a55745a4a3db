import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { db, type Prisma } from '#platform/db.server.ts'
import { truncateAll } from '#tests/database.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { endAbandoned } from './end-abandoned.server.ts'
import { endRecording } from './end-recording.server.ts'
import { claimRecordings, keepRecordings } from './recorder/claim-recordings.server.ts'
import { beginStretch } from './recorder/write-stretch-rows.server.ts'

beforeEach(() => truncateAll())

const now = new Date()
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

async function record(data: Partial<Prisma.RecordingUncheckedCreateInput> = {}): Promise<string> {
  const ana = await makePerson('Ana')
  const { community, room } = await makeRoom([ana])
  const session = await db.session.create({ data: { roomId: room.id, communityId: community.id, openedById: ana.id, openedAt: now } })
  const recording = await db.recording.create({ data: { sessionId: session.id, communityId: community.id, ...data } })
  return recording.id
}
const read = (id: string) => db.recording.findUniqueOrThrow({ where: { id }, include: { stretches: { orderBy: { number: 'asc' } } } })
const jobs = () => db.job.count()

test('a recording that no recorder takes up has failed after 20 s, and says so', async () => {
  const [fresh, old] = [await record({ requestedAt: ago(19) }), await record({ requestedAt: ago(21) })]
  await Promise.all([endAbandoned(now), endAbandoned(now)])
  expect(await read(fresh)).toMatchObject({ state: 'requested', endedAt: null })
  expect(await read(old)).toMatchObject({ state: 'failed', cause: 'recorder.absent', endedAt: now, rev: 1 })
  expect(await jobs()).toBe(0)
})

test('so has one that nobody asked Egress for; one that somebody did is left alone', async () => {
  const [never, asked] = [
    await record({ engine: 'egress', requestedAt: ago(21) }),
    await record({ engine: 'egress', requestedAt: ago(21), egressRuns: { create: { number: 1, askedAt: ago(20), heardAt: ago(20) } } }),
  ]
  await endAbandoned(now)
  expect(await read(never)).toMatchObject({ state: 'failed', cause: 'recorder.absent' })
  expect(await read(asked)).toMatchObject({ state: 'requested', endedAt: null })
})

test('one that a recorder is on the way in with is left to it', async () => {
  const id = await record({ requestedAt: ago(60), recorderId: randomUUID(), aliveAt: ago(1) })
  await endAbandoned(now)
  expect(await read(id)).toMatchObject({ state: 'requested', endedAt: null })
})

test('one whose recorder is silent for 90 s ends, and is finished as far as it was saved', async () => {
  const running = { state: 'recording' as const, recorderId: randomUUID(), startedAt: ago(300), requestedAt: ago(301) }
  const [quiet, lost] = [await record({ ...running, aliveAt: ago(89) }), await record({ ...running, aliveAt: ago(91) })]
  await db.recordingStretch.create({ data: { recordingId: lost, number: 1, startedAt: ago(300) } })
  await Promise.all([endAbandoned(now), endAbandoned(now)])
  expect(await read(quiet)).toMatchObject({ state: 'recording', endedAt: null })
  expect(await read(lost)).toMatchObject({
    state: 'finishing',
    cause: 'recorder.lost',
    durationMs: 209_000,
    stretches: [{ end: 'broken', durationMs: 209_000, endedAt: ago(91) }],
  })
  expect(await jobs()).toBe(1)
})

test('racing recorders share what is new, and take over only what its recorder has left', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, () => record()))
  const [one, two] = [randomUUID(), randomUUID()]
  const [ones, twos] = await Promise.all([claimRecordings(one, []), claimRecordings(two, [])])
  expect([...ones, ...twos].sort()).toEqual(ids.sort())
  expect(await claimRecordings(two, twos)).toEqual([])

  for (const id of ones) await beginStretch(id, one, ago(8))
  await db.recording.updateMany({ where: { recorderId: one }, data: { aliveAt: ago(6) } })
  expect((await claimRecordings(two, twos)).sort()).toEqual(ones.sort())
  for (const id of ones) {
    expect(await read(id)).toMatchObject({ state: 'recording', recorderId: two, stretches: [{ end: 'broken', durationMs: 2_000 }] })
    expect(await beginStretch(id, one, now)).toBeNull()
  }
  expect(await keepRecordings(one, ids)).toEqual([])
  expect((await keepRecordings(two, ids)).sort()).toEqual([...ones, ...twos].sort())
})

test('however often and by whomever it is ended, it ends once, with the first cause', async () => {
  const id = await record({ state: 'recording', startedAt: ago(10) })
  const ended = await Promise.all([endRecording(id, 'livekit.lost'), endRecording(id, 'session.ended'), endRecording(id, null)])
  expect(ended.filter(Boolean)).toHaveLength(1)
  expect(await read(id)).toMatchObject({ state: 'finishing', rev: 1 })
  expect(await jobs()).toBe(1)
  expect(await beginStretch(id, randomUUID(), now)).toBeNull()
})
