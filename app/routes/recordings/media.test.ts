import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { pourBody } from '#app/http/pour-body.server.ts'
import { signInCookie } from '#app/http/sign-in-cookie.server.ts'
import { removeMember } from '#communities/memberships/remove-member.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { startSignIn } from '#communities/people/start-sign-in.server.ts'
import { db, type Recording } from '#platform/db.server.ts'
import { PIECE_BYTES } from '#rooms/recordings/watching/read-media.server.ts'
import { makeRecording, storeBytes } from '#tests/ready-recording.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { loader } from './media.ts'

/** Some pieces, and a bit. */
const film = randomBytes(20 * PIECE_BYTES + 12_345)
const server = http.createServer(async (request, response) => {
  const [, , recordingId, , part] = (request.url ?? '').split('/')
  const headers = new Headers(Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]))
  const answer = await loader({
    request: new Request(`http://palier.test${request.url}`, { method: request.method ?? 'GET', headers }),
    params: { recordingId: recordingId ?? '', part: part ?? '' },
    context: { requestId: randomUUID(), nonce: '', clientAddress: '127.0.0.1' },
  })
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  if (answer.body) await pourBody(answer.body, response).catch(() => {})
  else response.end()
})
let origin: string
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

let ana: Viewer
let ben: Viewer
let community: { id: string }
let recording: Recording
let cookie: string
const cookieOf = async (viewer: Viewer) => signInCookie(await startSignIn(db, viewer.id, { userAgent: 'a test' })).split(';', 1)[0] ?? ''

beforeEach(async () => {
  ;[ana, ben] = await Promise.all([makePerson('Ana'), makePerson('Ben')])
  const made = await makeRoom([ana, ben])
  community = made.community
  const session = await db.session.create({ data: { roomId: made.room.id, communityId: community.id } })
  recording = await makeRecording({ communityId: community.id, sessionId: session.id }, { film })
  cookie = await cookieOf(ben)
})

const get = (headers: Record<string, string> = {}, part = 'film', method = 'GET') =>
  fetch(`${origin}/recordings/${recording.id}/media/${part}`, { method, headers: { cookie, ...headers } })

test('all of it, and any range of it; a long one by its first piece', async () => {
  const whole = await get()
  expect(whole.status).toBe(200)
  expect(whole.headers.get('accept-ranges')).toBe('bytes')
  expect(whole.headers.get('content-type')).toBe('video/webm')
  expect(whole.headers.get('cache-control')).toContain('no-store')
  expect(Buffer.from(await whole.arrayBuffer()).equals(film)).toBe(true)

  const some = await get({ range: 'bytes=1000-2999' })
  expect(some.status).toBe(206)
  expect(some.headers.get('content-range')).toBe(`bytes 1000-2999/${film.length}`)
  expect(some.headers.get('content-length')).toBe('2000')
  expect(Buffer.from(await some.arrayBuffer()).equals(film.subarray(1000, 3000))).toBe(true)

  const first = await get({ range: 'bytes=7-' })
  expect(first.status).toBe(206)
  expect(first.headers.get('content-range')).toBe(`bytes 7-${PIECE_BYTES + 6}/${film.length}`)
  expect(Buffer.from(await first.arrayBuffer()).equals(film.subarray(7, PIECE_BYTES + 7))).toBe(true)

  const end = await get({ range: 'bytes=-345' })
  expect(Buffer.from(await end.arrayBuffer()).equals(film.subarray(-345))).toBe(true)

  const head = await get({ range: 'bytes=0-9' }, 'film', 'HEAD')
  expect([head.status, head.headers.get('content-length'), (await head.arrayBuffer()).byteLength]).toEqual([206, '10', 0])
})

test('a range that is not there, and If-Range', async () => {
  const beyond = await get({ range: `bytes=${film.length}-` })
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${film.length}`])
  const etag = (await get({}, 'film', 'HEAD')).headers.get('etag') ?? ''
  const same = await get({ range: 'bytes=0-9', 'if-range': etag })
  expect([same.status, (await same.arrayBuffer()).byteLength]).toEqual([206, 10])
  const other = await get({ range: 'bytes=0-9', 'if-range': '"another"' })
  expect([other.status, other.headers.get('content-length')]).toEqual([200, String(film.length)])
  await other.body?.cancel()
})

test('a track, by its id, is of its own recording only', async () => {
  const track = await db.recordingTrack.create({
    data: {
      recordingId: recording.id,
      stretch: 1,
      memberId: ana.id,
      name: 'Ana',
      kind: 'microphone',
      mime: 'audio/webm; codecs=opus',
      fileKey: await storeBytes('webm', Buffer.from('a voice')),
      bytes: 7,
      startMs: 0,
      endMs: 1_000,
    },
  })
  const answer = await get({}, track.id)
  expect(answer.headers.get('content-type')).toBe('audio/webm; codecs=opus')
  expect(await answer.text()).toBe('a voice')
  const other = await makeRecording({ communityId: community.id, sessionId: recording.sessionId })
  expect((await fetch(`${origin}/recordings/${other.id}/media/${track.id}`, { headers: { cookie } })).status).toBe(404)
})

test.each(['poster', 'strip', 'filmKey', randomUUID(), '..%2f..%2fetc', 'constructor'])('no such part: %s', async (part) => {
  expect((await get({}, part)).status).toBe(404)
})

test('a browser that is not signed in, an outsider, and a page of another site get nothing', async () => {
  expect((await get({ cookie: '' })).status).toBe(401)
  const emma = await makePerson('Emma')
  expect((await get({ cookie: await cookieOf(emma) })).status).toBe(404)
  expect((await get({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await get({ 'sec-fetch-site': 'same-site' })).status).toBe(403)
  expect((await get({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
})

test('who is taken out of the community has lost it on the next range, whoever is deleted too', async () => {
  const range = { range: 'bytes=0-99' }
  expect((await get(range)).status).toBe(206)
  await removeMember(ana, community.id, { memberId: ben.id })
  expect((await get(range)).status).toBe(404)

  cookie = await cookieOf(ana)
  expect((await get(range)).status).toBe(206)
  await db.recording.update({ where: { id: recording.id }, data: { state: 'deleted', deletedAt: new Date() } })
  expect((await get(range)).status).toBe(404)
})

test('who is taken out in the middle of a long answer gets no more of it', async () => {
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.get(`${origin}/recordings/${recording.id}/media/film`, { headers: { cookie } }, resolve).on('error', reject)
  })
  let received = 0
  // As slow as a player that has enough for now: the rest waits in the store.
  for await (const chunk of answer.iterator({ destroyOnReturn: false })) {
    received += (chunk as Buffer).length
    break
  }
  await removeMember(ana, community.id, { memberId: ben.id })
  const broken = await (async () => {
    try {
      for await (const chunk of answer) received += (chunk as Buffer).length
      return false
    } catch {
      return true
    }
  })()
  expect(broken).toBe(true)
  expect(received).toBeLessThan(film.length)
})

const descriptors = '/proc/self/fd'

test.skipIf(!existsSync(descriptors))('a browser that goes away lets go of the file', async () => {
  const open = () => readdirSync(descriptors).filter((fd) => isOpenOn(fd, recording.filmKey ?? '')).length
  const stop = new AbortController()
  const answer = await fetch(`${origin}/recordings/${recording.id}/media/film`, { headers: { cookie }, signal: stop.signal })
  await answer.body?.getReader().read()
  await expect.poll(open).toBe(1)
  stop.abort()
  await expect.poll(open).toBe(0)
})

function isOpenOn(descriptor: string, key: string): boolean {
  try {
    return readlinkSync(`${descriptors}/${descriptor}`).endsWith(key)
  } catch {
    // It was closed meanwhile.
    return false
  }
}
