import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { findViewer } from '#communities/people/find-viewer.server.ts'
import { startSignIn } from '#communities/people/start-sign-in.server.ts'
import { db } from '#platform/db.server.ts'
import { attachRealtime, type Channel, closeRealtime, publish } from '#platform/realtime.server.ts'
import { watchClosely } from '#rooms/presence/watch-closely.server.ts'
import { watchCommunities } from '#rooms/presence/watch-communities.server.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'

// A right that ends between the moment in which a socket is allowed to hear and the one in which it begins to: whoever takes it away
// finds no channel yet to take the socket from.

const server = http.createServer()
const said = { name: 'test.said', payload: z.object({ word: z.string() }) } as const
const sockets: Socket[] = []
let ana: Viewer
let ben: Viewer

beforeAll(async () => {
  await attachRealtime(server, async (token) => {
    const viewer = await findViewer(token ?? null)
    return viewer && { memberId: viewer.id, signInId: viewer.signInId }
  })
  watchCommunities()
  watchClosely()
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
beforeEach(async () => {
  ana = await makePerson('Ana')
  ben = await makePerson('Ben')
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})
afterAll(async () => {
  await closeRealtime()
  server.close()
})

test.each(['session', 'room', 'community'] as const)(
  'who loses the community while they begin to watch a %s hears nothing of it',
  async (noun) => {
    const { room, community } = await makeRoom([ana])
    const session = await db.session.create({ data: { roomId: room.id, communityId: community.id } })
    const socket = open(await tokenOf(ben))
    await ready(socket)
    await db.membership.create({ data: { communityId: community.id, memberId: ben.id, role: 'member' } })

    const id = { session: session.id, room: room.id, community: community.id }[noun]
    const answer = await whileAsked('Membership', `DELETE FROM "Membership" WHERE "memberId" = '${ben.id}'`, () =>
      socket.timeout(15_000).emitWithAck(`${noun}.watch`, { [`${noun}Id`]: id }),
    )
    expect(answer).toEqual({ ok: false, code: noun === 'community' ? 'community.forbidden' : `${noun}.notFound` })
    expect(await wordsHeard(socket, `${noun}:${id}`)).toEqual(['to himself'])
  },
)

test('who loses a community while they connect hears nothing of it, and goes on hearing of the others', async () => {
  const [lost, kept] = [await makeRoom([ana, ben]), await makeRoom([ana, ben])]
  const socket = open(await tokenOf(ben))
  await whileAsked('Membership', `DELETE FROM "Membership" WHERE "memberId" = '${ben.id}' AND "communityId" = '${lost.community.id}'`, () =>
    ready(socket),
  )
  expect(await wordsHeard(socket, `community:${lost.community.id}`)).toEqual(['to himself'])
  expect(await wordsHeard(socket, `community:${kept.community.id}`)).toEqual(['secret', 'to himself'])
})

test('who stops watching a community in the moment in which they become a member hears of it from then on', async () => {
  const { community } = await makeRoom([ana], 'open')
  const socket = open(await tokenOf(ben))
  await ready(socket)
  await socket.emitWithAck('community.watch', { communityId: community.id })
  await whileAsked(
    'Membership',
    `INSERT INTO "Membership" ("communityId", "memberId", role) VALUES ('${community.id}', '${ben.id}', 'member')`,
    () => socket.timeout(15_000).emitWithAck('community.unwatch', { communityId: community.id }),
  )
  expect(await wordsHeard(socket, `community:${community.id}`)).toEqual(['secret', 'to himself'])
})

test('a sign-in that ends while its socket connects ends the socket, and says why', async () => {
  const socket = open(await tokenOf(ben))
  const outcome = await whileAsked('SignIn', `UPDATE "SignIn" SET "revokedAt" = now() WHERE "memberId" = '${ben.id}'`, () =>
    Promise.race([ready(socket), once(socket as unknown as NodeJS.EventEmitter, 'ended')]),
  )
  expect(outcome).toEqual([{ code: 'signIn.required', details: {} }])
})

/**
 * Runs `work`, and changes the database right after it has read `table` for the first time: PostgreSQL's locks are given in the order
 * of asking, so that what reads the table a second time waits for the change.
 */
async function whileAsked<T>(table: string, change: string, work: () => Promise<T>): Promise<T> {
  const [before, between] = [await lockClient(), await lockClient()]
  try {
    await before.query(`BEGIN; LOCK TABLE "${table}" IN ACCESS EXCLUSIVE MODE`)
    const working = work()
    await expect.poll(() => listWaiting(table), { timeout: 10_000 }).not.toEqual([])
    const [{ pid }] = (await between.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows as [{ pid: number }]
    const locked = between.query(`BEGIN; LOCK TABLE "${table}" IN ACCESS EXCLUSIVE MODE`)
    await expect.poll(() => listWaiting(table), { timeout: 10_000 }).toContain(pid)
    await before.query('COMMIT')
    await locked
    await between.query(`${change}; COMMIT`)
    return await working
  } finally {
    await Promise.all([before.end(), between.end()])
  }
}

async function lockClient(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] })
  await client.connect()
  return client
}

/** The processes of the database that wait for a table. */
async function listWaiting(table: string): Promise<number[]> {
  const waiting = await db.$queryRaw<{ pid: number }[]>`
    SELECT pid FROM pg_locks WHERE NOT granted AND relation = ${`"${table}"`}::regclass
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
  return waiting.map(({ pid }) => pid)
}

/** What a socket hears of a channel now; what is told to its member afterwards says that nothing else is on its way. */
async function wordsHeard(socket: Socket, channel: string): Promise<string[]> {
  const heard: string[] = []
  const listener = ({ word }: { word: string }) => heard.push(word)
  socket.on(said.name, listener)
  publish(channel as Channel, said, { word: 'secret' })
  publish(`member:${ben.id}`, said, { word: 'to himself' })
  await expect.poll(() => heard.at(-1), { timeout: 10_000 }).toBe('to himself')
  socket.off(said.name, listener)
  return heard
}

const tokenOf = ({ id }: Viewer) => startSignIn(db, id, { userAgent: 'test' })

function open(token: string): Socket {
  const { port } = server.address() as AddressInfo
  const socket = io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    autoConnect: false,
    extraHeaders: { cookie: token },
  })
  sockets.push(socket)
  return socket
}

const ready = (socket: Socket) => once(socket.connect() as unknown as NodeJS.EventEmitter, 'ready')
