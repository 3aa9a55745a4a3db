import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Roster } from '#rooms/presence/contract.ts'
import { startLivekit } from '#tests/livekit.ts'
import { openMediaClients } from '#tests/media-clients.ts'
import { findFreePort } from '../../start/ports.mjs'
import { ask, type BuiltApp, signUp, startBuiltApp } from './built-app.ts'

// Two processes of the app on one database, one LiveKit and one Redis. `npm test` gets redis-server by apt where it is root.
const webhookPort = await findFreePort()
const livekit = await startLivekit({ webhookPort })
const redisPort = await findFreePort()
const redis = spawn('redis-server', ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', ''], { stdio: 'ignore' })
redis.on('error', () => {})
/** Long enough for LiveKit on a busy machine. */
const patiently = { timeout: 15_000, interval: 50 }
const json = { 'content-type': 'application/json' }
let apps: BuiltApp[] = []
let sockets: Socket[] = []
let cookie: string
let communityId: string
let roomId: string

beforeAll(async () => {
  if (redis.pid === undefined) throw new Error('There is no redis-server on PATH: install it to test that several processes work as one.')
  const shared = { REDIS_URL: `redis://127.0.0.1:${redisPort}` }
  apps = [await startBuiltApp({ ...shared, PORT: String(webhookPort) }), await startBuiltApp(shared)]
  cookie = await signUp(urlOf(0), 'ana@demo.palier')
  const { db } = await import('#platform/db.server.ts')
  const ana = await db.member.findFirstOrThrow()
  const { communityId: made } = await db.membership.create({
    data: {
      role: 'owner',
      member: { connect: { id: ana.id } },
      community: { create: { slug: 'design', name: 'Design', visibility: 'closed', startingPoint: 'team', memberCount: 1 } },
    },
  })
  communityId = made
  roomId = (await db.room.create({ data: { communityId, slug: 'main', name: 'Main', position: 0 } })).id
  sockets = await Promise.all(apps.map((_, at) => connect(at)))
}, 300_000)
afterAll(async () => {
  for (const socket of sockets) socket.disconnect()
  await Promise.all(apps.map((app) => app.stop()))
  redis.kill()
  await livekit.stop()
})

test('a post at one process is heard of at the other', async () => {
  const heard = sockets.map((socket) => heardEvent(socket))
  const body = JSON.stringify({ communityId, clientId: randomUUID(), markdown: 'Hello' })
  expect((await ask(`${urlOf(0)}/threads`, { method: 'POST', headers: { ...json, cookie }, body })).body).toContain('"ok":true')
  const [here, there] = await Promise.all(heard)
  expect(there).toEqual(here)
  expect(JSON.stringify(there)).toContain(communityId)
})

test('a long post is rendered by a worker of the build', async () => {
  const body = JSON.stringify({ communityId, clientId: randomUUID(), markdown: `- [ ] @Ana and *more*\n`.repeat(200) })
  expect((await ask(`${urlOf(0)}/threads`, { method: 'POST', headers: { ...json, cookie }, body })).body).toContain('"ok":true')
  const { db } = await import('#platform/db.server.ts')
  const { html } = await db.thread.findFirstOrThrow({ where: { communityId }, orderBy: { createdAt: 'desc' }, select: { html: true } })
  expect(html.match(/<em>more<\/em>/g)).toHaveLength(200)
  expect(html.match(/data-member/g)).toHaveLength(200)
})

test('who comes into a room through one process is seen at both, whichever of them LiveKit tells; and so is who leaves', async () => {
  const clients = await openMediaClients()
  try {
    const told = sockets.map((socket) => rostersOf(socket))
    const answer = await ask(`${urlOf(1)}/rooms/${roomId}/ticket`, { method: 'POST', headers: { ...json, cookie }, body: '{}' })
    const { token } = JSON.parse(answer.body) as { token: string }
    const ana = await clients.join(`${urlOf(1).replace('http', 'ws')}/livekit`, token, { cookie })
    for (const rosters of told) await expect.poll(() => rosters.at(-1)?.people.length, patiently).toBe(1)
    expect(told[0]?.at(-1)).toEqual(told[1]?.at(-1))
    await ana.leave()
    for (const rosters of told) await expect.poll(() => rosters.at(-1)?.people.length, patiently).toBe(0)
  } finally {
    await clients.close()
  }
})

test('wrong passwords are counted together', async () => {
  const body = new URLSearchParams({ email: 'ben@demo.palier', password: 'wrong' }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const statuses: number[] = []
  for (let i = 0; i < 11; i++) statuses.push((await ask(`${urlOf(i % 2)}/sign-in`, { method: 'POST', headers, body })).status)
  expect(statuses.filter((status) => status === 429)).toHaveLength(1)
  expect(statuses.at(-1)).toBe(429)
})

test('a process that stops leaves the sockets of the other alone', async () => {
  const [first, second] = sockets
  const dropped = new Promise((resolve) => first?.on('disconnect', resolve))
  expect(await apps[0]?.stop()).toBe(0)
  await dropped
  const heard = heardEvent(second as Socket)
  const body = JSON.stringify({ communityId, clientId: randomUUID(), markdown: 'Still here' })
  await ask(`${urlOf(1)}/threads`, { method: 'POST', headers: { ...json, cookie }, body })
  await heard
  expect(second?.connected).toBe(true)
})

function urlOf(at: number): string {
  return apps[at]?.url ?? ''
}

async function connect(at: number): Promise<Socket> {
  const socket = io(urlOf(at), { path: '/socket.io', transports: ['websocket'], reconnection: false, extraHeaders: { cookie } })
  await once(socket as unknown as NodeJS.EventEmitter, 'ready')
  return socket
}

/** What this socket is told of rosters from now on. */
function rostersOf(socket: Socket): Roster[] {
  const told: Roster[] = []
  socket.on('room.roster', (roster: Roster) => told.push(roster))
  return told
}

function heardEvent(socket: Socket): Promise<unknown[]> {
  return new Promise((resolve) => socket.onAny((...event: unknown[]) => resolve(event)))
}
