import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { readRosters } from '#rooms/presence/read-rosters.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { exportConsents } from '#rooms/recordings/consent/export-consents.server.ts'
import { readOwnRecording } from '#rooms/recordings/read-own-recording.server.ts'
import { endSession } from '#rooms/sessions/end-session.server.ts'
import { truncateAll } from '#tests/database.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { pauseRecording } from './pause-recording.server.ts'
import { resumeRecording } from './resume-recording.server.ts'
import { startRecording } from './start-recording.server.ts'
import { stopRecording } from './stop-recording.server.ts'

let ana: Viewer
let ben: Viewer
let chloe: Viewer
let sessionId: string
let roomId: string
let communityId: string

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben, chloe] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Chloé')])
  const { room, community } = await makeRoom([ana, ben, chloe])
  roomId = room.id
  communityId = community.id
  const session = await db.session.create({ data: { roomId, communityId, emptySince: null, personCount: 2, peakCount: 2 } })
  sessionId = session.id
  await db.visit.createMany({ data: [ana, ben].map(({ id }) => ({ sessionId, memberId: id, joinedAt: new Date() })) })
})

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  )
const row = () => db.recording.findFirstOrThrow({ where: { sessionId } })

test('many who press Record at once start one recording, and everybody inside was told once', async () => {
  const now = new Date()
  const ids = await Promise.all(Array.from({ length: 8 }, (_, at) => startRecording(at % 2 ? ana : ben, sessionId, now)))
  expect(new Set(ids).size).toBe(1)
  expect(await db.recording.count()).toBe(1)
  const ledger = await db.recordingConsent.findMany({ orderBy: { name: 'asc' } })
  expect(ledger.map(({ name, answer, words, language }) => [name, answer, words, language])).toEqual([
    ['Ana', 'told', 3, 'en'],
    ['Ben', 'told', 3, 'en'],
  ])
  expect(await readOwnRecording(ben, sessionId, now)).toMatchObject({
    recording: { state: 'requested', wanted: 'record', interrupted: false, takenMs: 0 },
    answer: 'told',
    words: { version: 3, language: 'en' },
  })
  expect(await readOwnRecording(chloe, sessionId)).toMatchObject({ answer: null })
})

test('where an engine elsewhere writes transcripts, everybody is told so', async () => {
  env.TRANSCRIPTS_URL = 'https://engine.example'
  try {
    await startRecording(ana, sessionId)
    const { words } = await readOwnRecording(ben, sessionId)
    expect(words).toMatchObject({ version: 4 })
    expect(words?.parts[1]?.text).toMatch(
      /own installation of Palier; .* Only the voices, without names, are sent to a transcription service/,
    )
    expect(await db.recordingConsent.findMany({ distinct: ['words'], select: { words: true } })).toEqual([{ words: 4 }])
  } finally {
    env.TRANSCRIPTS_URL = undefined
  }
  expect((await readOwnRecording(ben, sessionId)).words).toMatchObject({ version: 3 })
})

test('where a published follow-up ends a recording, everybody is told so, and the ledger remembers that it was said', async () => {
  await db.community.updateMany({ data: { dropRecordingsOnceFollowedUp: true, keepRecordingsDays: 90 } })
  const recordingId = await startRecording(ana, sessionId)
  const { words } = await readOwnRecording(ben, sessionId)
  expect(words).toMatchObject({ version: 5, keepDays: 90 })
  const promise = 'Until the follow-up of this session is published, and for 90 days at most; then it is deleted.'
  expect(words?.parts[2]?.text).toContain(promise)
  await db.community.updateMany({ data: { dropRecordingsOnceFollowedUp: false, keepRecordingsDays: null } })
  const { lines } = await exportConsents(ana, recordingId)
  expect(lines.map(({ words }) => words.parts[2]?.text)).toEqual([expect.stringContaining(promise), expect.stringContaining(promise)])
})

test('only who is inside records, and nobody where the community wants none', async () => {
  expect(await code(startRecording(chloe, sessionId))).toBe('recording.notInside')
  await db.community.update({ where: { id: communityId }, data: { recordingPolicy: 'forbidden' } })
  expect(await code(startRecording(ana, sessionId))).toBe('recording.forbidden')
  expect(await db.recording.count()).toBe(0)
})

test('who has left the session controls its recording no more, until they are back', async () => {
  const recordingId = await startRecording(ana, sessionId)
  await db.visit.updateMany({ where: { memberId: ben.id }, data: { leftAt: new Date() } })
  for (const change of [pauseRecording, resumeRecording, stopRecording])
    expect(await code(change(ben, sessionId, { recordingId }))).toBe('recording.notInside')
  expect(await code(startRecording(ben, sessionId))).toBe('recording.notInside')
  await db.visit.create({ data: { sessionId, memberId: ben.id, joinedAt: new Date() } })
  expect(await code(pauseRecording(ben, sessionId, { recordingId }))).toBe('done')
})

test('the recording of another session is none that one controls from here', async () => {
  const { room } = await makeRoom([ana])
  const other = await db.session.create({ data: { roomId: room.id, communityId: room.communityId } })
  await db.visit.create({ data: { sessionId: other.id, memberId: ana.id, joinedAt: new Date() } })
  const recordingId = await startRecording(ana, sessionId)
  for (const change of [pauseRecording, resumeRecording, stopRecording])
    expect(await code(change(ana, other.id, { recordingId }))).toBe('recording.notFound')
  expect(await row()).toMatchObject({ wanted: 'record', rev: 1 })
})

test('pausing, resuming and stopping change what is wanted, once each; a click that comes late touches no other recording', async () => {
  const recordingId = await startRecording(ana, sessionId)
  await Promise.all([pauseRecording(ben, sessionId, { recordingId }), pauseRecording(ana, sessionId, { recordingId })])
  expect(await row()).toMatchObject({ wanted: 'pause', rev: 2 })
  await resumeRecording(ben, sessionId, { recordingId })
  await resumeRecording(ben, sessionId, { recordingId })
  expect(await row()).toMatchObject({ wanted: 'record', rev: 3 })
  await Promise.all([ana, ben, ana].map((who) => stopRecording(who, sessionId, { recordingId })))
  expect(await row()).toMatchObject({ wanted: 'stop', rev: 4, endedAt: null })
  for (const change of [pauseRecording, resumeRecording]) expect(await code(change(ana, sessionId, { recordingId }))).toBe('recording.over')
  expect(await code(stopRecording(chloe, sessionId, { recordingId }))).toBe('recording.notInside')
  // While it is being ended, there is no second one.
  expect(await startRecording(ben, sessionId)).toBe(recordingId)

  await db.$transaction((tx) => changeRecording(tx, recordingId, { state: 'finishing', endedAt: new Date() }))
  const next = await startRecording(ben, sessionId)
  expect(next).not.toBe(recordingId)
  await stopRecording(ana, sessionId, { recordingId })
  expect(await db.recording.findUnique({ where: { id: next } })).toMatchObject({ wanted: 'record' })
  expect(await code(pauseRecording(ana, sessionId, { recordingId }))).toBe('recording.over')
  expect(await code(pauseRecording(ana, '00000000-0000-4000-8000-000000000000', { recordingId }))).toBe('session.notFound')
})

test('the roster says that a session is being recorded, until nothing more is taken', async () => {
  const told = async () => (await readRosters({ roomIds: [roomId] }))[0]
  const before = await told()
  expect(before?.session?.recording).toBe(false)
  const recordingId = await startRecording(ana, sessionId)
  const during = await told()
  expect(during?.session?.recording).toBe(true)
  await pauseRecording(ana, sessionId, { recordingId })
  expect((await told())?.rev).toBe(during?.rev)
  await db.$transaction((tx) => changeRecording(tx, recordingId, { state: 'finishing', endedAt: new Date() }))
  const after = await told()
  expect(after?.session?.recording).toBe(false)
  expect([before, during, after].map((roster) => roster?.rev)).toEqual([0, 1, 2])
})

test('the end of a session has its recording stop, and says why', async () => {
  await startRecording(ana, sessionId)
  await Promise.all([endSession(sessionId, 'now'), endSession(sessionId, 'now')])
  expect(await row()).toMatchObject({ wanted: 'stop', cause: 'session.ended', stoppedById: null, rev: 2 })
  expect(await code(startRecording(ana, sessionId))).toBe('recording.notInside')
})

test('ending a session and a recorder that ends its recording at the same time wait for each other in one order', async () => {
  const recordingId = await startRecording(ana, sessionId)
  await Promise.all([
    endSession(sessionId, 'now'),
    ...Array.from({ length: 6 }, () =>
      db.$transaction((tx) => changeRecording(tx, recordingId, { state: 'finishing', endedAt: new Date() })),
    ),
    stopRecording(ben, sessionId, { recordingId }).catch(() => {}),
  ])
  expect((await row()).endedAt).not.toBeNull()
})
