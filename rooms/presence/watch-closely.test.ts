import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { attachRealtime, closeRealtime, publish } from '#platform/realtime.server.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { reactToMemberships } from './react-to-memberships.server.ts'
import { unwatchCommunity, watchClosely } from './watch-closely.server.ts'

const server = http.createServer()
const said = { name: 'test.said', payload: z.object({ word: z.string() }) } as const
const sockets: Socket[] = []

beforeAll(async () => {
  await attachRealtime(server, async (cookie) => (cookie ? { memberId: cookie, signInId: cookie } : null))
  watchClosely()
  reactToMemberships()
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(async () => {
  for (const socket of sockets) socket.disconnect()
  await closeRealtime()
})

async function connect(viewer: Viewer) {
  const { port } = server.address() as AddressInfo
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], extraHeaders: { cookie: viewer.id }, forceNew: true })
  sockets.push(socket)
  const heard: string[] = []
  socket.on(said.name, ({ word }: { word: string }) => heard.push(word))
  await new Promise((resolve) => socket.once('ready', resolve))
  return {
    heard,
    ask: (event: string, input: object): Promise<{ ok: boolean; code?: string }> => socket.timeout(10_000).emitWithAck(event, input),
  }
}

test('who looks at a session or a room hears of it; strangers do not, and former members no more', async () => {
  const [ana, ben, emma] = await Promise.all(['Ana', 'Ben', 'Emma'].map((name) => makePerson(name)))
  if (!ana || !ben || !emma) throw new Error('nobody came')
  const { room, community } = await makeRoom([ana, ben])
  const other = await makeRoom([ben])
  const session = await db.session.create({ data: { roomId: room.id, communityId: community.id } })
  const [member, stranger] = [await connect(ben), await connect(emma)]
  expect(await stranger.ask('session.watch', { sessionId: session.id })).toEqual({ ok: false, code: 'session.notFound' })
  expect(await stranger.ask('room.watch', { roomId: room.id })).toEqual({ ok: false, code: 'room.notFound' })
  expect(await member.ask('session.watch', { sessionId: session.id })).toMatchObject({ ok: true })
  expect(await member.ask('room.watch', { roomId: room.id })).toMatchObject({ ok: true })
  expect(await member.ask('room.watch', { roomId: other.room.id })).toMatchObject({ ok: true })
  publish([`session:${session.id}`, `room:${room.id}`], said, { word: 'once, though on both' })
  await expect.poll(() => member.heard).toEqual(['once, though on both'])

  await db.membership.delete({ where: { communityId_memberId: { communityId: community.id, memberId: ben.id } } })
  await unwatchCommunity(ben.id, community.id)
  expect(await member.ask('room.watch', { roomId: room.id })).toEqual({ ok: false, code: 'room.notFound' })
  publish([`session:${session.id}`, `room:${room.id}`], said, { word: 'not for him' })
  publish(`room:${other.room.id}`, said, { word: 'still his' })
  await expect.poll(() => member.heard.at(-1)).toBe('still his')
  expect(member.heard).not.toContain('not for him')
  publish(`member:${emma.id}`, said, { word: 'hers' })
  await expect.poll(() => stranger.heard.at(-1)).toBe('hers')
  expect(stranger.heard).toEqual(['hers'])
})

test('once an open community is closed, who is no member hears no more of its sessions and rooms, whatever they had on screen', async () => {
  const [ana, ben, emma] = await Promise.all(['Ana', 'Ben', 'Emma'].map((name) => makePerson(name)))
  if (!ana || !ben || !emma) throw new Error('nobody came')
  const { room, community } = await makeRoom([ana, ben], 'open')
  const other = await makeRoom([ana], 'open')
  const session = await db.session.create({ data: { roomId: room.id, communityId: community.id } })
  // A session's page, an agenda: neither watches the community.
  const [member, onPage, onAgenda] = [await connect(ben), await connect(emma), await connect(emma)]
  expect(await member.ask('session.watch', { sessionId: session.id })).toMatchObject({ ok: true })
  expect(await onPage.ask('session.watch', { sessionId: session.id })).toMatchObject({ ok: true })
  expect(await onAgenda.ask('room.watch', { roomId: room.id })).toMatchObject({ ok: true })
  expect(await onPage.ask('room.watch', { roomId: other.room.id })).toMatchObject({ ok: true })
  expect(await onAgenda.ask('room.watch', { roomId: other.room.id })).toMatchObject({ ok: true })

  await db.community.update({ where: { id: community.id }, data: { visibility: 'closed' } })
  await emitDomainEvent('community.visibilityChanged', { communityId: community.id })
  publish(`session:${session.id}`, said, { word: 'among us' })
  publish(`room:${room.id}`, said, { word: 'among us' })
  publish(`room:${other.room.id}`, said, { word: 'to all' })
  await expect.poll(() => [member.heard, onPage.heard, onAgenda.heard]).toEqual([['among us'], ['to all'], ['to all']])
})
