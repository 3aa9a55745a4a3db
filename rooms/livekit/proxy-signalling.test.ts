import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLivekit } from '#tests/livekit.ts'
import { type MediaClients, openMediaClients } from '#tests/media-clients.ts'

const livekit = await startLivekit()
const { attachSignallingProxy, findUpstreamPath, handleSignallingRequest } = await import('./proxy-signalling.server.ts')
const { createMediaRoom } = await import('./create-media-room.server.ts')
const { listParticipants } = await import('./list-participants.server.ts')
const { mintJoinToken } = await import('./mint-join-token.server.ts')
const { makePerson } = await import('#tests/rooms-scene.ts')
const { attachRealtime, closeRealtime } = await import('#platform/realtime.server.ts')

const SESSION = '01900000-0000-7000-8000-0000000000aa'
const server = http.createServer(handleSignallingRequest)
let origin: string
let clients: MediaClients

beforeAll(async () => {
  attachSignallingProxy(server)
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
  const ana = await makePerson('Ana')
  await createMediaRoom(SESSION)
  const token = await mintJoinToken(SESSION, ana)
  await expect(clients.join(`${origin}/livekit`, token, { pageOrigin: 'http://elsewhere.localhost' })).rejects.toThrow()
  const client = await clients.join(`${origin}/livekit`, token)
  expect(await client.state()).toBe('connected')
  expect(await listParticipants(SESSION)).toMatchObject([{ memberId: ana.id, active: true }])
  await client.leave()
})

test('only signalling is forwarded', async () => {
  expect(findUpstreamPath('/livekit/rtc')).toBe('/rtc')
  expect(findUpstreamPath('/livekit/rtc/v1/validate?a=b')).toBe('/rtc/v1/validate?a=b')
  for (const path of [
    '/livekit',
    '/livekit/',
    '/livekit/twirp/livekit.RoomService/ListRooms',
    '/livekit/rtc/../twirp/livekit.RoomService/ListRooms',
    '/livekit/rtc/%2e%2e/debug/rooms',
    '/livekit/rtcs',
    '/livekit//twirp/x',
    '/livekit//other.example/rtc',
    '/socket.io/',
  ]) {
    expect(findUpstreamPath(path), path).toBeNull()
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
    expect(findUpstreamPath(target), target).toBeNull()
    const upgrade =
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
    expect(await sendRaw(`GET ${target} HTTP/1.1\r\nHost: a\r\n${upgrade}\r\n`), target).toMatch(/^HTTP\/1\.1 400 /)
    expect(await sendRaw(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`), target).toMatch(/^HTTP\/1\.1 400 /)
  }
})

test('LiveKit answers a plain question, and its no is handed on', async () => {
  const ana = await makePerson('Ana')
  await createMediaRoom(SESSION)
  const token = await mintJoinToken(SESSION, ana)
  expect((await fetch(`${origin}/livekit/rtc/validate?access_token=${token}`)).status).toBe(200)
  expect((await fetch(`${origin}/livekit/rtc/validate?access_token=wrong`)).status).toBe(401)
  expect((await fetch(`${origin}/livekit/rtc/validate`, { method: 'POST' })).status).toBe(404)
  expect(await handshake('/livekit/rtc?access_token=wrong')).toBe(401)
})

test('a page of another origin gets nowhere', async () => {
  const headers = { origin: 'https://elsewhere.example' }
  expect((await fetch(`${origin}/livekit/rtc/validate`, { headers })).status).toBe(403)
  expect(await handshake('/livekit/rtc', headers)).toBe(403)
})

test('no sign-in reaches LiveKit, and no header that is for neighbours', async () => {
  const seen: http.IncomingHttpHeaders[] = []
  const upstream = http.createServer((request, response) => {
    seen.push(request.headers)
    response.end()
  })
  // LiveKit's own port, while it is away: what it would have been sent is seen here.
  await livekit.kill()
  await new Promise<void>((resolve) => upstream.listen(Number(new URL(livekit.url).port), '127.0.0.1', resolve))
  try {
    const request = http.request(`${origin}/livekit/rtc`, {
      headers: { cookie: 'sign-in=secret', connection: 'close, x-private', 'x-private': '1', 'x-kept': '2' },
    })
    await new Promise((resolve) => request.on('response', (response) => response.resume().on('end', resolve)).end())
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({ 'x-kept': '2', host: new URL(livekit.url).host })
    expect(seen[0]).not.toHaveProperty('cookie')
    expect(seen[0]).not.toHaveProperty('x-private')
  } finally {
    upstream.closeAllConnections()
    await new Promise((resolve) => upstream.close(resolve))
  }
})

test('without LiveKit, the answer is 502, and the server lives on', async () => {
  await livekit.kill()
  expect((await fetch(`${origin}/livekit/rtc/validate`)).status).toBe(502)
  expect(await handshake('/livekit/rtc')).toBe(502)
  await livekit.restart()
  expect(await handshake('/livekit/rtc?access_token=wrong')).toBe(401)
})
