import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { attachRealtime, closeRealtime } from '#platform/realtime.server.ts'
import { unwatchCommunity, watchClosely } from '#rooms/presence/watch-closely.server.ts'
import { endSession } from '#rooms/sessions/end-session.server.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import type { notesPointed, notesUpdated } from './contract.ts'
import { serveNotes } from './serve-notes.server.ts'

const server = http.createServer()
const sockets: Socket[] = []

beforeAll(async () => {
  await attachRealtime(server, async (cookie) => (cookie ? { memberId: cookie, signInId: cookie } : null))
  watchClosely()
  serveNotes()
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(async () => {
  for (const socket of sockets) socket.disconnect()
  await closeRealtime()
})

/** A browser: a socket that watches the session, and a document that follows it. */
async function openBrowser(viewer: Viewer, sessionId: string) {
  const { port } = server.address() as AddressInfo
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], extraHeaders: { cookie: viewer.id }, forceNew: true })
  sockets.push(socket)
  const doc = new Y.Doc()
  const pointed: z.output<typeof notesPointed.payload>[] = []
  socket.on('notes.updated', ({ update }: z.output<typeof notesUpdated.payload>) =>
    Y.applyUpdate(doc, Buffer.from(update, 'base64'), 'server'),
  )
  socket.on('notes.pointed', (cursor: z.output<typeof notesPointed.payload>) => pointed.push(cursor))
  await new Promise((resolve) => socket.once('ready', resolve))
  const ask = (event: string, input: object): Promise<{ ok: boolean; code?: string; value?: { update?: string; mayEdit?: boolean } }> =>
    socket.timeout(10_000).emitWithAck(event, { sessionId, ...input })
  await ask('session.watch', {})
  const opened = await ask('notes.open', { stateVector: '' })
  if (opened.value?.update) Y.applyUpdate(doc, Buffer.from(opened.value.update, 'base64'), 'server')
  const text = doc.getText('words')
  return {
    socket,
    doc,
    pointed,
    ask,
    opened,
    words: () => text.toString(),
    async type(words: string) {
      const updates: Uint8Array[] = []
      const note = (update: Uint8Array, origin: unknown) => origin !== 'server' && updates.push(update)
      doc.on('update', note)
      text.insert(text.length, words)
      doc.off('update', note)
      return ask('notes.update', { update: Buffer.from(Y.mergeUpdates(updates)).toString('base64') })
    },
  }
}

const place = { tname: 'words', assoc: 0 }
const cursor = { anchor: place, head: place }

async function makeScene() {
  const [ana, ben, emma] = await Promise.all(['Ana', 'Ben', 'Emma'].map((name) => makePerson(name)))
  if (!ana || !ben || !emma) throw new Error('nobody came')
  const { room, community } = await makeRoom([ana, ben], 'open')
  const session = await db.session.create({ data: { roomId: room.id, communityId: community.id } })
  return { ana, ben, emma, community, session }
}

test('what one writes, the others have; who comes later has it too; who only reads cannot write', async () => {
  const { ana, ben, emma, session } = await makeScene()
  const [a, b, reader] = await Promise.all([ana, ben, emma].map((viewer) => openBrowser(viewer, session.id)))
  if (!a || !b || !reader) throw new Error('nobody came')
  expect(await a.type('Hello ')).toEqual({ ok: true, value: {} })
  await expect.poll(b.words).toBe('Hello ')
  expect(await b.type('Ana')).toEqual({ ok: true, value: {} })
  await expect.poll(a.words).toBe('Hello Ana')
  await expect.poll(reader.words).toBe('Hello Ana')
  expect(reader.opened.value?.mayEdit).toBe(false)
  expect(await reader.type('!')).toEqual({ ok: false, code: 'community.forbidden' })
  expect(await b.type(' and Ben')).toMatchObject({ ok: true })
  await expect.poll(a.words).toContain('Ben')
  expect(a.words()).toBe('Hello Ana and Ben')
  expect((await openBrowser(ben, session.id)).words()).toBe('Hello Ana and Ben')
})

test('cursors are told with the name that the server knows, and go with the browser', async () => {
  const { ana, ben, emma, session } = await makeScene()
  const [a, b, reader] = await Promise.all([ana, ben, emma].map((viewer) => openBrowser(viewer, session.id)))
  if (!a || !b || !reader) throw new Error('nobody came')
  expect(await b.ask('notes.cursor', { clientId: 7, cursor, person: { id: ana.id, name: 'Ana' } })).toMatchObject({ ok: true })
  await expect.poll(() => a.pointed).toEqual([{ sessionId: session.id, clientId: 7, person: { id: ben.id, name: 'Ben' }, cursor }])
  expect(await reader.ask('notes.cursor', { clientId: 8, cursor })).toEqual({ ok: false, code: 'community.forbidden' })
  b.socket.disconnect()
  await expect.poll(() => a.pointed.at(-1)).toMatchObject({ clientId: 7, person: { name: 'Ben' }, cursor: null })
  expect(a.pointed).toHaveLength(2)
})

test('who has the page of a session that is over open is told of notes that come late', async () => {
  const { ana, ben, session, community } = await makeScene()
  await db.thread.create({ data: { kind: 'session', communityId: community.id, sessionId: session.id } })
  const [a, b] = await Promise.all([ana, ben].map((viewer) => openBrowser(viewer, session.id)))
  if (!a || !b) throw new Error('nobody came')
  await endSession(session.id, 'now')
  const told: unknown[] = []
  a.socket.on('followUp.changed', (change: unknown) => told.push(change))
  expect(await b.type('from the train')).toMatchObject({ ok: true })
  await expect.poll(() => told).toEqual([{ sessionId: session.id }])
})

test('who loses the community writes and points no more, and hears nothing', async () => {
  const { ana, ben, community, session } = await makeScene()
  await db.community.update({ where: { id: community.id }, data: { visibility: 'closed' } })
  const [a, b] = await Promise.all([ana, ben].map((viewer) => openBrowser(viewer, session.id)))
  if (!a || !b) throw new Error('nobody came')
  await b.ask('notes.cursor', { clientId: 7, cursor })
  await db.membership.delete({ where: { communityId_memberId: { communityId: community.id, memberId: ben.id } } })
  await unwatchCommunity(ben.id, community.id)
  await expect
    .poll(() => a.pointed.at(-1))
    .toEqual({
      sessionId: session.id,
      clientId: null,
      person: { id: ben.id, name: 'Ben' },
      cursor: null,
    })
  expect(await b.type('still here')).toMatchObject({ ok: false })
  await expect.poll(() => b.ask('notes.cursor', { clientId: 7, cursor })).toEqual({ ok: false, code: 'session.notFound' })
  const a2 = await openBrowser(ana, session.id)
  expect(await a.type('among us')).toMatchObject({ ok: true })
  await expect.poll(a2.words).toBe('among us')
  // What was sent to his socket before has come with the answer.
  expect(await b.ask('notes.open', { stateVector: '' })).toMatchObject({ ok: false })
  expect(b.words()).toBe('still here')
})
