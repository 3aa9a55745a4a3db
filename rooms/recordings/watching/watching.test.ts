import { beforeEach, expect, test } from 'vitest'
import { removeMember } from '#communities/memberships/remove-member.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { editThread } from '#communities/threads/edit-thread.server.ts'
import { getThread } from '#communities/threads/get-thread.server.ts'
import { postThread } from '#communities/threads/post-thread.server.ts'
import { replyToThread } from '#communities/threads/reply-to-thread.server.ts'
import { db, type Recording } from '#platform/db.server.ts'
import { recordingPath } from '#rooms/recordings/contract.ts'
import { makeRecording } from '#tests/ready-recording.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { deleteRecording } from '../retention/delete-recording.server.ts'
import { keepRecording } from '../retention/keep-recording.server.ts'
import { describeMoments } from './describe-moments.server.ts'
import { getRecordingPage } from './get-recording-page.server.ts'
import { prepareDownload } from './prepare-download.server.ts'
import { savePlace } from './save-place.server.ts'

let ana: Viewer
let ben: Viewer
let emma: Viewer
let communityId: string
let threadId: string
let recording: Recording
const START = Date.UTC(2026, 10, 24, 9, 0)
const at = (seconds: number) => new Date(START + seconds * 1000)

beforeEach(async () => {
  ;[ana, ben, emma] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Emma')])
  const { room, community } = await makeRoom([ana, ben])
  communityId = community.id
  const session = await db.session.create({
    data: {
      ...{ roomId: room.id, communityId, topic: 'Chairs', openedAt: at(-60), endedAt: at(300), personCount: 2 },
      thread: { create: { kind: 'session', communityId } },
    },
    include: { thread: true },
  })
  threadId = session.thread?.id ?? ''
  const stretches = [
    { number: 1, startedAt: at(0), offsetMs: 0, durationMs: 20_000 },
    { number: 2, startedAt: at(100), offsetMs: 20_000, durationMs: 40_000 },
  ]
  recording = await makeRecording(
    { communityId, sessionId: session.id },
    {
      stretches: { create: stretches },
      speakers: [{ memberId: ana.id, startMs: 0, endMs: 5_000 }],
      posterKey: 'recordings/00000000-0000-0000-0000-000000000000.webp',
    },
  )
  for (const [position, [title, from, to]] of (
    [
      ['Oak', -30, 10],
      ['Paused', 30, 80],
      ['Ash', 90, 110],
    ] as const
  ).entries()) {
    await db.agendaItem.create({
      data: {
        ...{ communityId, roomId: room.id, sessionId: session.id, title, position },
        spans: { create: { sessionId: session.id, startedAt: at(from), endedAt: at(to) } },
      },
    })
  }
})

test('the page: who spoke, the agenda on the recording’s own timeline without what was not recorded, and its thread', async () => {
  const page = await getRecordingPage(ben, recording.id)
  expect(page.chapters).toEqual([
    { kind: 'agenda', title: 'Oak', startMs: 0, endMs: 10_000 },
    { kind: 'agenda', title: 'Ash', startMs: 20_000, endMs: 30_000 },
  ])
  expect(page.people).toEqual([{ id: ana.id, name: 'Ana', photoKey: null }])
  expect(page).toMatchObject({ threadId, place: null, choices: { download: true }, filmUrl: `/recordings/${recording.id}/media/film` })
  expect(page.silences).toEqual([{ startMs: 5_300, endMs: 60_000 }])
})

test('who may not read the community hears of no recording; what is deleted has no media', async () => {
  await expect(getRecordingPage(emma, recording.id)).rejects.toThrow('recording.notFound')
  await expect(getRecordingPage(ana, 'nonsense')).rejects.toThrow('recording.notFound')
  await removeMember(ana, communityId, { memberId: ben.id })
  await expect(getRecordingPage(ben, recording.id)).rejects.toThrow('recording.notFound')
  await expect(savePlace(ben, recording.id, { positionMs: 1, watchedMs: 1 })).rejects.toThrow('recording.notFound')
  await expect(prepareDownload(ben, recording.id, 'film')).rejects.toThrow('recording.notFound')
  await db.recording.update({ where: { id: recording.id }, data: { state: 'deleted' } })
  const page = await getRecordingPage(ana, recording.id)
  expect(page).toMatchObject({
    filmUrl: null,
    tracks: [],
    choices: { download: false },
    recording: { state: 'deleted', playable: false, posterUrl: null },
  })
})

test('where one is: one’s own, the last position, the most that was watched, and seen once is seen', async () => {
  await savePlace(ben, recording.id, { positionMs: 30_000, watchedMs: 12_000 })
  await savePlace(ben, recording.id, { positionMs: 10_000, watchedMs: 11_000 })
  expect((await getRecordingPage(ben, recording.id)).place).toEqual({ positionMs: 10_000, watchedMs: 12_000, finished: false })
  expect((await getRecordingPage(ana, recording.id)).place).toBeNull()
  await savePlace(ben, recording.id, { positionMs: 54_000, watchedMs: 20_000 })
  await savePlace(ben, recording.id, { positionMs: 99_000_000, watchedMs: 20_000 })
  await savePlace(ben, recording.id, { positionMs: 2_000, watchedMs: 20_000 })
  expect((await getRecordingPage(ben, recording.id)).place).toEqual({ positionMs: 2_000, watchedMs: 20_000, finished: true })
  for (const wrong of [{}, { positionMs: -1, watchedMs: 0 }, { positionMs: '1', watchedMs: 0 }, { positionMs: 1.5, watchedMs: 0 }]) {
    await expect(savePlace(ben, recording.id, wrong)).rejects.toThrow('invalid input')
  }
})

test('two tabs that save at once make one place', async () => {
  await Promise.all(Array.from({ length: 12 }, (_, index) => savePlace(ben, recording.id, { positionMs: index, watchedMs: index * 1_000 })))
  const places = await db.recordingWatch.findMany({ where: { recordingId: recording.id } })
  expect(places).toHaveLength(1)
  expect(places[0]?.watchedMs).toBe(11_000)
})

test('a reply at a moment carries it; sent again it is the same reply', async () => {
  const reply = { markdown: 'Oak, please', clientId: crypto.randomUUID(), moment: { recordingId: recording.id, momentMs: 12_345 } }
  await replyToThread(ben, threadId, reply)
  await replyToThread(ben, threadId, reply)
  const thread = await getThread(ana, threadId)
  expect(thread.replies.map(({ moment }) => moment)).toEqual([{ recordingId: recording.id, momentMs: 12_345 }])
  await expect(replyToThread(ben, threadId, { ...reply, clientId: undefined, moment: { recordingId: 'x', momentMs: 1 } })).rejects.toThrow(
    'moment',
  )
})

test('a link to a moment is quoted; an edit takes it back, or quotes another', async () => {
  const link = (seconds: number) => `https://palier.example${recordingPath(recording.id, seconds * 1000)}`
  const postId = await postThread(ben, { communityId, markdown: `Look at this: ${link(42)}` })
  const momentNow = async () => (await getThread(ana, postId)).moment
  expect(await momentNow()).toEqual({ recordingId: recording.id, momentMs: 42_000 })
  await editThread(ben, postId, { markdown: `Or this: ${link(7)}` })
  expect(await momentNow()).toEqual({ recordingId: recording.id, momentMs: 7_000 })
  await editThread(ben, postId, { markdown: 'Never mind' })
  expect(await momentNow()).toBeNull()
  // One that was chosen, and not written, stays through an edit.
  await replyToThread(ben, postId, { markdown: 'Here', moment: { recordingId: recording.id, momentMs: 5_000 } })
  const replyId = (await getThread(ben, postId)).replies[0]?.id
  await editThread(ben, postId, { replyId, markdown: 'There' })
  expect((await getThread(ben, postId)).replies[0]?.moment).toEqual({ recordingId: recording.id, momentMs: 5_000 })
})

test('a moment that was chosen goes with a post, and not one of what its author may not watch', async () => {
  const moment = { recordingId: recording.id, momentMs: 12_345 }
  const post = { communityId, markdown: 'Look', clientId: crypto.randomUUID(), moment }
  const postId = await postThread(ben, post)
  expect(await postThread(ben, post)).toBe(postId)
  expect((await getThread(ana, postId)).moment).toEqual(moment)
  const open = await makeRoom([emma], 'open')
  const other = await postThread(emma, { ...post, communityId: open.community.id })
  expect((await getThread(emma, other)).moment).toBeNull()
})

test('what one can do with it, as one stands to it, and how it stands', async () => {
  const chosen = async (viewer: Viewer) =>
    Object.entries((await getRecordingPage(viewer, recording.id)).choices).flatMap(([choice, may]) => (may ? [choice] : []))
  const set = (data: Partial<Recording>) => db.recording.update({ where: { id: recording.id }, data: data as object })
  expect(await chosen(ana)).toEqual(['download', 'readConsents', 'keep', 'delete', 'post', 'reply'])
  expect(await chosen(ben)).toEqual(['download', 'readConsents', 'post', 'reply'])
  await set({ requestedById: ben.id })
  expect(await chosen(ben)).toContain('delete')
  await set({ state: 'failed', cause: 'disk.full', heldUpBy: 'finish.failed', playableAt: null })
  expect(await chosen(ben)).toEqual(['readConsents', 'delete', 'retry', 'post', 'reply'])
  await set({ state: 'failed', cause: 'nothing.arrived', heldUpBy: null })
  expect(await chosen(ben)).not.toContain('retry')
  await deleteRecording(ben, recording.id, {})
  expect(await chosen(ben)).toEqual(['readConsents', 'restore', 'post', 'reply'])
  await deleteRecording(ben, recording.id, { restore: true })
  await deleteRecording(ana, recording.id, {})
  expect(await chosen(ben)).not.toContain('restore')
  expect(await chosen(ana)).toContain('restore')
  const { restorableUntil } = (await getRecordingPage(ana, recording.id)).stay
  expect(restorableUntil?.getTime()).toBeGreaterThan(Date.now() + 29 * 24 * 60 * 60_000)
  await db.community.update({ where: { id: communityId }, data: { visibility: 'open' } })
  expect(await chosen(emma)).toEqual([])
})

test('until when it is there, and by whose rule', async () => {
  const stay = async () => {
    const { recording: card, stay } = await getRecordingPage(ben, recording.id, at(0))
    return { until: card.expiresAt, ...stay }
  }
  await db.workspace.deleteMany()
  expect(await stay()).toEqual({ until: null, kept: false, rule: null, restorableUntil: null })
  await db.workspace.create({ data: { name: 'Atelier', keepRecordingsDays: 90 } })
  expect(await stay()).toMatchObject({ until: '2027-02-22T09:01:00.000Z', rule: { days: 90, by: 'workspace' } })
  await db.community.update({ where: { id: communityId }, data: { keepRecordingsDays: 30 } })
  expect(await stay()).toMatchObject({ until: '2026-12-24T09:01:00.000Z', rule: { days: 30, by: 'community' } })
  await keepRecording(ana, recording.id, { keep: true })
  expect(await stay()).toMatchObject({ until: null, kept: true, rule: null })
  await db.workspace.deleteMany()
})

test('a quoted moment is shown to who may watch the recording, at the time of reading; who may not watch it quotes nothing', async () => {
  const open = await makeRoom([ana, ben, emma], 'open')
  const postId = await postThread(ben, { communityId: open.community.id, markdown: recordingPath(recording.id, 42_000) })
  const cardFor = async (viewer: Viewer) => (await describeMoments(viewer, [await getThread(viewer, postId)]))[recording.id]
  expect(await cardFor(ana)).toMatchObject({ title: 'Chairs', roomName: 'Main', posterUrl: `/recordings/${recording.id}/media/poster` })
  expect(await cardFor(emma)).toBeUndefined()
  await removeMember(ana, communityId, { memberId: ben.id })
  expect(await cardFor(ben)).toBeUndefined()
  const later = await postThread(emma, { communityId: open.community.id, markdown: recordingPath(recording.id, 1_000) })
  expect((await getThread(ana, later)).moment).toBeNull()
  await db.recording.update({ where: { id: recording.id }, data: { state: 'deleted' } })
  expect(await cardFor(ana)).toBeUndefined()
})
