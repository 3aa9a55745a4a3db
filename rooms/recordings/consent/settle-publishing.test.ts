import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { truncateAll } from '#tests/database.ts'
import { startLivekit } from '#tests/livekit.ts'

// A livekit-server behind a gate, which hears what is asked of it, and can hold a question or answer that there is no LiveKit.
// Nobody is in its room: what is asked, and in which order, is what counts here. `consent.test.ts` has the people.
const livekit = await startLivekit()
const asked: { may: boolean; memberId: string }[] = []
let held: Promise<unknown> | null = null
let listIsAway = false

const gate = http.createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  if (request.url?.endsWith('/UpdateParticipant')) {
    const { identity, permission } = JSON.parse(body.toString()) as { identity: string; permission: { canPublish?: boolean } }
    asked.push({ memberId: identity, may: permission.canPublish ?? false })
    await held
  }
  if (listIsAway && request.url?.endsWith('/ListParticipants')) {
    response.writeHead(503).end()
    return
  }
  const answer = await fetch(new URL(request.url ?? '/', livekit.url.replace(/^ws/, 'http')), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: request.headers.authorization ?? '' },
    body,
  })
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(Buffer.from(await answer.arrayBuffer()))
})
await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve))
process.env['LIVEKIT_URL'] = `ws://127.0.0.1:${(gate.address() as AddressInfo).port}`

const { db } = await import('#platform/db.server.ts')
const { startRecording } = await import('#rooms/recordings/control/start-recording.server.ts')
const { readOwnRecording } = await import('#rooms/recordings/read-own-recording.server.ts')
const { makePerson, makeRoom } = await import('#tests/rooms-scene.ts')
const { answerRecording } = await import('./answer-recording.server.ts')
const { settlePublishing } = await import('./settle-publishing.server.ts')

let ben: Viewer
let sessionId: string
let recordingId: string

beforeEach(async () => {
  await truncateAll()
  asked.length = 0
  held = null
  listIsAway = false
  const ana = await makePerson('Ana')
  ben = await makePerson('Ben')
  const { room, community } = await makeRoom([ana, ben])
  ;({ id: sessionId } = await db.session.create({ data: { roomId: room.id, communityId: community.id } }))
  await db.visit.create({ data: { sessionId, memberId: ana.id, joinedAt: new Date() } })
  recordingId = await startRecording(ana, sessionId)
})
afterAll(async () => {
  gate.closeAllConnections()
  gate.close()
  await livekit.stop()
})

const says = (answer: 'accepted' | 'declined') =>
  db.recordingConsent.create({ data: { recordingId, memberId: ben.id, name: 'Ben', answer, words: 3, language: 'en' } })

test('who changes their mind while LiveKit is told the old answer is put right by a second look', async () => {
  await says('accepted')
  let release = (_: unknown) => {}
  held = new Promise((resolve) => {
    release = resolve
  })
  const listed = [{ sid: 'PA_ben', memberId: ben.id, joinedAt: new Date(), active: true, mayPublish: false }]
  const settled = settlePublishing(sessionId, listed)
  await expect.poll(() => asked).toEqual([{ memberId: ben.id, may: true }])
  await says('declined')
  release(null)
  await settled
  expect(asked).toEqual([
    { memberId: ben.id, may: true },
    { memberId: ben.id, may: false },
  ])
})

test.each([
  ['declined', false],
  ['accepted', true],
] as const)('an answer (%s) is told to LiveKit at once, also while it cannot say who is in', async (answer, may) => {
  listIsAway = true
  const { words } = await readOwnRecording(ben, sessionId)
  await answerRecording(ben, sessionId, { recordingId, answer, shown: words?.shown })
  expect(asked).toEqual([{ memberId: ben.id, may }])
})
