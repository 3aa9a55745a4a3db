import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { startLivekit } from '#tests/livekit.ts'
import { type MediaClients, openMediaClients } from '#tests/media-clients.ts'

const livekit = await startLivekit()
const { attachSignallingProxy, handleSignallingRequest } = await import('./proxy-signalling.server.ts')
const { closeMediaRoom } = await import('./close-media-room.server.ts')
const { MAX_MESSAGE_BYTES } = await import('./measure-frames.server.ts')
const { listParticipants } = await import('./list-participants.server.ts')
const { parseSignallingTarget } = await import('./signalling-target.server.ts')
const { joinRoom } = await import('#rooms/sessions/join-room.server.ts')
const { makePerson, makeRoom } = await import('#tests/rooms-scene.ts')
const { authenticate, signedIn } = await import('#tests/signed-in.ts')
const { attachRealtime, closeRealtime } = await import('#platform/realtime.server.ts')

const server = http.createServer(handleSignallingRequest)
let origin: string
let clients: MediaClients

beforeAll(async () => {
  attachSignallingProxy(server, authenticate)
  await attachRealtime(server, async () => null)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  clients = await openMediaClients()
})
afterAll(async () => {
  await clients.close()
  await closeRealtime()
  server.closeAllConnections()
  server.close()
  await livekit.stop()
})

/** Ana, signed in, with a ticket for the session of a room of hers. */
async function anaWithTicket() {
  const ana = await makePerson('Ana')
  const { room } = await makeRoom([ana])
  const { token, sessionId } = await joinRoom(ana, room.id)
  return { ana, token, sessionId, cookie: await signedIn(ana) }
}

/** What a WebSocket handshake is answered with. */
function handshake(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${origin}${path}`, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    })
    request.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve(response.statusCode ?? 0)
    })
    request.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('error', reject)
    request.end()
  })
}

test('a browser connects to media through our own address, next to Socket.io on the same server', async () => {
  const { ana, token, cookie, sessionId } = await anaWithTicket()
  await expect(clients.join(`${origin}/livekit`, token, { pageOrigin: 'http://elsewhere.localhost', cookie })).rejects.toThrow()
  const client = await clients.join(`${origin}/livekit`, token, { cookie })
  expect(await client.state()).toBe('connected')
  expect(await listParticipants(sessionId)).toMatchObject([{ memberId: ana.id, active: true }])
  await client.leave()
})

test('only signalling is forwarded', async () => {
  expect(parseSignallingTarget('/livekit/rtc')?.path).toBe('/rtc')
  expect(parseSignallingTarget('/livekit/rtc/v1/validate?a=b')).toMatchObject({ path: '/rtc/v1/validate' })
  for (const path of [
    '/livekit',
    '/livekit/',
    '/livekit/twirp/livekit.RoomService/ListRooms',
    '/livekit/rtc/../twirp/livekit.RoomService/ListRooms',
    '/livekit/rtc/%2e%2e/debug/rooms',
    '/livekit/rtc/%2e%2e%2ftwirp/x',
    '/livekit/rtc/debug',
    '/livekit/rtcs',
    '/livekit//twirp/x',
    '/livekit//other.example/rtc',
    '/socket.io/',
  ]) {
    expect(parseSignallingTarget(path)?.path ?? null, path).toBeNull()
  }
  expect((await fetch(`${origin}/livekit/debug/rooms`)).status).toBe(404)
  expect(await handshake('/livekit/agent')).toBe(404)
})

/** What the server answers to these very bytes: no client of HTTP makes them well-formed first. */
function sendRaw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1')
    let answer = ''
    socket.setEncoding('latin1').on('data', (chunk) => {
      answer += chunk
    })
    socket.on('close', () => resolve(answer)).on('error', reject)
    socket.write(bytes, 'latin1')
  })
}

test('a target that is no address is answered with 400, whether it asks for an upgrade or not', async () => {
  for (const target of [
    '/livekit/\\[',
    '/livekit/\\\\a:b',
    '/livekit/\\rtc:99999999',
    '/livekit/\\elsewhere.example/rtc',
    '/livekit/rtc\\[',
  ]) {
    expect(parseSignallingTarget(target), target).toBeNull()
    const upgrade =
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
    expect(await sendRaw(`GET ${target} HTTP/1.1\r\nHost: a\r\n${upgrade}\r\n`), target).toMatch(/^HTTP\/1\.1 400 /)
    expect(await sendRaw(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`), target).toMatch(/^HTTP\/1\.1 400 /)
  }
})

test('LiveKit answers a plain question, and its no is handed on', async () => {
  const { token, cookie, sessionId } = await anaWithTicket()
  const headers = { cookie }
  const validate = `${origin}/livekit/rtc/validate?access_token=`
  expect((await fetch(validate + token, { headers })).status).toBe(200)
  expect((await fetch(`${validate}wrong`, { headers })).status).toBe(401)
  expect((await fetch(validate + token, { headers, method: 'POST' })).status).toBe(404)
  expect(await handshake(`/livekit/rtc?protocol=16&access_token=${token}`, headers)).toBe(101)
  expect(await handshake('/livekit/rtc?protocol=16&access_token=wrong', headers)).toBe(401)
  await closeMediaRoom(sessionId)
  expect((await fetch(validate + token, { headers })).status).toBe(404)
  expect(await handshake(`/livekit/rtc?protocol=16&access_token=${token}`, headers)).toBe(404)
})

test('a page of another origin gets nowhere', async () => {
  const headers = { origin: 'https://elsewhere.example' }
  expect((await fetch(`${origin}/livekit/rtc/validate`, { headers })).status).toBe(403)
  expect(await handshake('/livekit/rtc', headers)).toBe(403)
})

test('no sign-in reaches LiveKit, no header that is for neighbours, and no token but the one that was checked', async () => {
  const { token, cookie } = await anaWithTicket()
  const seen: http.IncomingMessage[] = []
  const upstream = http.createServer((request, response) => {
    seen.push(request)
    response.end()
  })
  // LiveKit's own port, while it is away: what it would have been sent is seen here.
  await livekit.kill()
  await new Promise<void>((resolve) => upstream.listen(Number(new URL(livekit.url).port), '127.0.0.1', resolve))
  try {
    const request = http.request(`${origin}/livekit/rtc?a=%C3%A9;b&access_token=${token}`, {
      headers: { cookie, connection: 'close, x-private', 'x-private': '1', 'x-kept': '2', 'content-length': '9' },
    })
    await new Promise((resolve) => request.on('response', (response) => response.resume().on('end', resolve)).end('nine-byte'))
    expect(seen).toHaveLength(1)
    expect(seen[0]?.url).toBe('/rtc?a=%C3%A9%3Bb')
    const headers = seen[0]?.headers
    expect(headers).toMatchObject({ 'x-kept': '2', host: new URL(livekit.url).host, authorization: `Bearer ${token}` })
    for (const name of ['cookie', 'x-private', 'content-length']) expect(headers).not.toHaveProperty(name)
  } finally {
    upstream.closeAllConnections()
    await new Promise((resolve) => upstream.close(resolve))
    await livekit.restart()
  }
})

test('a message too large for signalling ends the connection, and nothing else', async () => {
  const { token, cookie } = await anaWithTicket()
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/livekit/rtc?protocol=16&access_token=${token}`, { headers: { cookie } })
  const closed = new Promise((resolve) => socket.on('error', () => {}).on('close', resolve))
  await new Promise((resolve) => socket.on('message', resolve))
  socket.send(Buffer.alloc(MAX_MESSAGE_BYTES + 1))
  await closed
  expect((await fetch(`${origin}/livekit/rtc/validate?access_token=${token}`, { headers: { cookie } })).status).toBe(200)
})

test('without LiveKit, the answer is 502, and the server lives on', async () => {
  const { token, cookie } = await anaWithTicket()
  const headers = { cookie }
  await livekit.kill()
  expect((await fetch(`${origin}/livekit/rtc/validate?access_token=${token}`, { headers })).status).toBe(502)
  expect(await handshake(`/livekit/rtc?protocol=16&access_token=${token}`, headers)).toBe(502)
  await livekit.restart()
  expect(await handshake(`/livekit/rtc?protocol=16&access_token=${token}`, headers)).toBe(404)
})
