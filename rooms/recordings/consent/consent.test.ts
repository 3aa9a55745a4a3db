import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { truncateAll } from '#tests/database.ts'
import { startLivekit } from '#tests/livekit.ts'
import { type MediaClient, type MediaClients, openMediaClients } from '#tests/media-clients.ts'
import { openWebhookServer } from '#tests/webhook-server.ts'

// Who may publish while something is recorded, with real parts: a livekit-server with its webhooks, browsers in its rooms.
const webhooks = await openWebhookServer()
const livekit = await startLivekit({ webhookPort: webhooks.port })

const { db } = await import('#platform/db.server.ts')
const { DomainError } = await import('#platform/errors.server.ts')
const { takeWebhook } = await import('#rooms/presence/take-webhook.server.ts')
const { sweepSessions } = await import('#rooms/presence/sweep-sessions.server.ts')
const { listParticipants } = await import('#rooms/livekit/list-participants.server.ts')
const { joinRoom } = await import('#rooms/sessions/join-room.server.ts')
const { changeRecording } = await import('#rooms/recordings/change-recording.server.ts')
const { startRecording } = await import('#rooms/recordings/control/start-recording.server.ts')
const { readOwnRecording } = await import('#rooms/recordings/read-own-recording.server.ts')
const { keepRecordingsTold } = await import('#rooms/recordings/keep-recordings-told.server.ts')
const { makePerson, makeRoom } = await import('#tests/rooms-scene.ts')
const { answerRecording } = await import('./answer-recording.server.ts')
const { readAnswers } = await import('./read-answers.server.ts')

const patiently = { timeout: 15_000, interval: 50 }
let clients: MediaClients
let inRooms: MediaClient[] = []
let stopTelling: () => Promise<void>
let ana: Viewer
let ben: Viewer
let roomId: string

beforeAll(async () => {
  webhooks.take(takeWebhook)
  clients = await openMediaClients()
  stopTelling = keepRecordingsTold()
})
afterAll(async () => {
  await stopTelling()
  await clients.close()
  webhooks.close()
  await livekit.stop()
})
beforeEach(async () => {
  await truncateAll()
  webhooks.lose(false)
  ;[ana, ben] = await Promise.all([makePerson('Ana'), makePerson('Ben')])
  roomId = (await makeRoom([ana, ben])).room.id
})
afterEach(async () => {
  for (const client of inRooms) await client.page.context().close()
  inRooms = []
})

const ticketOf = (who: Viewer) => joinRoom(who, roomId)
const enter = async (token: string, listens = false) => {
  const client = await clients.join(livekit.url, token, { listens })
  inRooms.push(client)
  return client
}
const isIn = (sessionId: string, who: Viewer) =>
  expect.poll(() => db.visit.count({ where: { sessionId, memberId: who.id, leftAt: null } }), patiently).toBe(1)
/** What the others receive of somebody, and whether LiveKit lets them send. */
const sends = (client: MediaClient) => client.page.evaluate<boolean>('window.room.localParticipant.permissions.canPublish')
const heardFrom = (client: MediaClient, who: Viewer) =>
  client.page.evaluate<number>(`window.room.remoteParticipants.get('${who.id}')?.trackPublications.size ?? 0`)
const speak = (client: MediaClient) =>
  client.page.evaluate<string>(`window.room.localParticipant.setMicrophoneEnabled(true).then(() => 'speaks', (error) => error.name)`)
/** Answers to the words that the server shows them, in French. */
const said = async (who: Viewer, sessionId: string, recordingId: string, answer: 'accepted' | 'declined') => {
  const { words } = await readOwnRecording({ ...who, language: 'fr' }, sessionId)
  await answerRecording(who, sessionId, { recordingId, answer, shown: words?.shown })
}

/** Ana is in and records. */
async function recording() {
  const { sessionId, token } = await ticketOf(ana)
  const anas = await enter(token)
  await isIn(sessionId, ana)
  return { sessionId, anas, recordingId: await startRecording(ana, sessionId) }
}

test('who comes in later is asked first: their token lets them publish nothing, until they say yes', async () => {
  const { sessionId, anas, recordingId } = await recording()
  const ticket = await ticketOf(ben)
  expect(ticket.recording).toMatchObject({ id: recordingId, answer: null, words: { version: 3, language: 'en', keepDays: null } })
  const bens = await enter(ticket.token, true)
  await isIn(sessionId, ben)
  expect(await sends(bens)).toBe(false)
  expect(await speak(bens)).not.toBe('speaks')
  expect(await heardFrom(anas, ben)).toBe(0)
  expect(await heardFrom(bens, ana)).toBe(1)

  await said(ben, sessionId, recordingId, 'accepted')
  await expect.poll(() => sends(bens), patiently).toBe(true)
  expect(await speak(bens)).toBe('speaks')
  await expect.poll(() => heardFrom(anas, ben), patiently).toBe(1)
  // A reconnect is not asked anew.
  expect((await ticketOf(ben)).recording).toBeNull()
  const [, line] = await db.recordingConsent.findMany({ orderBy: { at: 'asc' } })
  expect(line).toMatchObject({ memberId: ben.id, name: 'Ben', answer: 'accepted', words: 3, language: 'fr', keepDays: null })
})

test('who says no never gets to publish while it runs, and may again once it is over', async () => {
  const { sessionId, anas, recordingId } = await recording()
  const bens = await enter((await ticketOf(ben)).token, true)
  await isIn(sessionId, ben)
  await said(ben, sessionId, recordingId, 'declined')
  await sweepSessions()
  expect(await sends(bens)).toBe(false)
  expect(await speak(bens)).not.toBe('speaks')
  expect((await ticketOf(ben)).recording).toMatchObject({ answer: 'declined' })
  await db.$transaction((tx) => changeRecording(tx, recordingId, { wanted: 'stop', state: 'finishing', endedAt: new Date() }))
  await expect.poll(() => sends(bens), patiently).toBe(true)
  expect(await speak(bens)).toBe('speaks')
  await expect.poll(() => heardFrom(anas, ben), patiently).toBe(1)

  // The next recording does not take an objection back.
  const next = await startRecording(ana, sessionId)
  await expect.poll(() => sends(bens), patiently).toBe(false)
  expect(Object.fromEntries(await readAnswers(next))).toEqual({ [ana.id]: 'told', [ben.id]: 'declined' })
})

test('who objects in the middle of it is taken down by the server at once, and can take part again', async () => {
  const { token, sessionId } = await ticketOf(ana)
  const anas = await enter(token)
  const bens = await enter((await ticketOf(ben)).token)
  await isIn(sessionId, ana)
  await isIn(sessionId, ben)
  await expect.poll(() => heardFrom(anas, ben), patiently).toBe(1)
  const recordingId = await startRecording(ana, sessionId)
  expect(await sends(bens)).toBe(true)
  await said(ben, sessionId, recordingId, 'declined')
  await expect.poll(() => heardFrom(anas, ben), patiently).toBe(0)
  expect(await sends(bens)).toBe(false)
  await said(ben, sessionId, recordingId, 'accepted')
  await expect.poll(() => sends(bens), patiently).toBe(true)
  expect(await speak(bens)).toBe('speaks')
  await expect.poll(() => heardFrom(anas, ben), patiently).toBe(1)
})

test.each([false, true])('a ticket from before the recording lets nobody in unasked (webhooks are lost: %s)', async (lost) => {
  const { sessionId, token } = await ticketOf(ana)
  const anas = await enter(token)
  await isIn(sessionId, ana)
  const early = await ticketOf(ben)
  expect(early.recording).toBeNull()
  await startRecording(ana, sessionId)
  webhooks.lose(lost)
  // With webhooks, the ban can be quicker than what he sends.
  const bens = await enter(early.token, !lost)
  if (!lost) await speak(bens)
  if (lost) {
    await expect.poll(async () => (await listParticipants(sessionId)).filter(({ active }) => active).length, patiently).toBe(2)
    await sweepSessions()
  }
  await expect.poll(() => sends(bens), patiently).toBe(false)
  await expect.poll(() => heardFrom(anas, ben), patiently).toBe(0)
})

test('answers that race leave LiveKit as the newest line of the ledger says', async () => {
  const { sessionId, recordingId } = await recording()
  const bens = await enter((await ticketOf(ben)).token, true)
  await isIn(sessionId, ben)
  await Promise.all([
    said(ben, sessionId, recordingId, 'accepted'),
    said(ben, sessionId, recordingId, 'declined'),
    said(ben, sessionId, recordingId, 'accepted'),
    sweepSessions(),
    said(ben, sessionId, recordingId, 'declined'),
  ])
  const newest = (await readAnswers(recordingId)).get(ben.id)
  const lines = await db.recordingConsent.findMany({ where: { memberId: ben.id }, orderBy: { at: 'asc' } })
  expect(new Set(lines.map(({ at }) => at.getTime())).size).toBe(lines.length)
  expect(lines.every((line, index) => line.answer !== lines[index - 1]?.answer)).toBe(true)
  await sweepSessions()
  await expect.poll(() => sends(bens), patiently).toBe(newest === 'accepted')
})

test('an answer is for a recording that runs, of a session that one may enter', async () => {
  const { sessionId, recordingId } = await recording()
  const stranger = await makePerson('Emma')
  const code = (work: Promise<unknown>) => work.catch((error: unknown) => (error instanceof DomainError ? error.code : error))
  const shown = (await readOwnRecording(ben, sessionId)).words?.shown
  const say = (who: Viewer) => answerRecording(who, sessionId, { recordingId, answer: 'accepted', shown })
  expect(await code(say(stranger))).toBe('community.forbidden')
  await db.$transaction((tx) => changeRecording(tx, recordingId, { state: 'finishing', endedAt: new Date() }))
  expect(await code(say(ben))).toBe('recording.over')
})
