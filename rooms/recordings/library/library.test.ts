import { beforeAll, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { makeRecording } from '#tests/ready-recording.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { writeSessionText } from '../../search/write-session-text.server.ts'
import { searchRecordings } from './search-recordings.server.ts'
import { sumCommunityStorage, sumWorkspaceStorage } from './sum-storage.server.ts'

let ana: Viewer
let ben: Viewer
let dan: Viewer
beforeAll(async () => {
  ana = await makePerson('Ana')
  ben = await makePerson('Ben')
  dan = await makePerson('Dan')
})

/** A recorded session of these people, on this topic, so many minutes ago. */
async function recorded(scene: Awaited<ReturnType<typeof makeRoom>>, people: Viewer[], topic: string, minutesAgo: number) {
  const { community, room } = scene
  const at = new Date(Date.now() - minutesAgo * 60_000)
  const session = await db.session.create({
    data: { communityId: community.id, roomId: room.id, topic, openedAt: at, endedAt: at, personCount: people.length },
  })
  await db.visit.createMany({ data: people.map(({ id }) => ({ sessionId: session.id, memberId: id, joinedAt: at, leftAt: at })) })
  await db.$transaction((tx) => writeSessionText(tx, session.id))
  return makeRecording({ communityId: community.id, sessionId: session.id }, { requestedAt: at, film: null, bytes: 1_000n })
}

const idsOf = async (...args: Parameters<typeof searchRecordings>) =>
  (await searchRecordings(...args)).recordings.map(({ recording }) => recording.id)

test('the newest first, of a community or of all of mine; found by room, person and word, also by what was said', async () => {
  const workshop = await makeRoom([ana, ben], 'closed')
  const secret = await makeRoom([ana, dan], 'secret')
  const older = await recorded(workshop, [ana, ben], 'Les étagères de chêne', 20)
  const newer = await recorded(workshop, [ana], 'Paint', 10)
  const hidden = await recorded(secret, [ana, dan], 'The lease', 5)
  await db.transcriptLine.create({
    data: {
      recordingId: newer.id,
      name: 'Ana',
      startMs: 0,
      endMs: 900,
      text: 'We ordered twelve hinges',
      words: 'we ordered twelve hinges',
    },
  })

  const communityId = workshop.community.id
  expect(await idsOf(ana, { communityId })).toEqual([newer.id, older.id])
  const mine = await idsOf(ana)
  expect(mine.slice(0, 3)).toEqual([hidden.id, newer.id, older.id])
  expect(await idsOf(ben)).not.toContain(hidden.id)
  expect(await idsOf(ana, { communityId, person: 'bén' })).toEqual([older.id])
  expect(await idsOf(ana, { communityId, word: 'etageres' })).toEqual([older.id])
  expect(await idsOf(ana, { communityId, word: 'hinge' })).toEqual([newer.id])
  const said = async (word: string) => (await searchRecordings(ana, { communityId, word })).recordings.map((found) => found.said)
  expect(await said('hinge')).toEqual([
    {
      name: 'Ana',
      startMs: 0,
      pieces: [
        { text: 'We ordered twelve ', hit: false },
        { text: 'hinges', hit: true },
      ],
    },
  ])
  expect(await said('etageres')).toEqual([null])
  expect(await idsOf(ana, { communityId, roomId: secret.room.id })).toEqual([])
  await expect(searchRecordings(dan, { communityId })).rejects.toMatchObject({ code: 'community.forbidden' })
  await expect(searchRecordings(ben, { communityId: secret.community.id })).rejects.toMatchObject({ code: 'community.notFound' })
})

test('a deleted one is not listed, and each sees how far they are themselves', async () => {
  const scene = await makeRoom([ana, ben], 'closed')
  const one = await recorded(scene, [ana, ben], 'One', 3)
  const gone = await recorded(scene, [ana, ben], 'Gone', 2)
  await db.recording.update({ where: { id: gone.id }, data: { state: 'deleted', deletedAt: new Date() } })
  await db.recordingWatch.create({ data: { recordingId: one.id, memberId: ana.id, positionMs: 12_000 } })
  const { community } = scene
  expect((await searchRecordings(ana, { communityId: community.id })).recordings).toMatchObject([
    { recording: { id: one.id }, watched: { positionMs: 12_000, finished: false } },
  ])
  expect((await searchRecordings(ben, { communityId: community.id })).recordings).toMatchObject([{ watched: null }])
})

test('pages go on where the last one ended', async () => {
  const scene = await makeRoom([ana], 'closed')
  const made: string[] = []
  for (let minutes = 1; minutes <= 22; minutes++) made.push((await recorded(scene, [ana], `Number ${minutes}`, minutes)).id)
  const first = await searchRecordings(ana, { communityId: scene.community.id })
  const second = await searchRecordings(ana, { communityId: scene.community.id, cursor: first.nextCursor })
  expect([...first.recordings, ...second.recordings].map(({ recording }) => recording.id)).toEqual(made)
  expect(second.nextCursor).toBeNull()
})

test('what they take up, for who may watch them, and in all for the admin', async () => {
  const scene = await makeRoom([ana], 'closed')
  await recorded(scene, [ana], 'One', 2)
  await recorded(scene, [ana], 'Two', 1)
  expect(await sumCommunityStorage(ana, scene.community.id)).toEqual({ count: 2, bytes: 2_000 })
  await expect(sumCommunityStorage(dan, scene.community.id)).rejects.toMatchObject({ code: 'community.forbidden' })
  await expect(sumWorkspaceStorage({ role: 'member' })).rejects.toMatchObject({ code: 'workspace.forbidden' })
  const all = await sumWorkspaceStorage({ role: 'admin' })
  expect(all.bytes).toBeGreaterThanOrEqual(2_000)
  expect(all.freeBytes).toBeGreaterThan(0)
})
