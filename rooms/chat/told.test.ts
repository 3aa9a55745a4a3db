import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { attachRealtime, closeRealtime } from '#platform/realtime.server.ts'
import { watchClosely } from '#rooms/presence/watch-closely.server.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import type { ChatLineCard } from './contract.ts'
import { editChatLine } from './edit-chat-line.server.ts'
import { chatLines } from './events/contract.ts'
import { readChat } from './read-chat.server.ts'
import { sendChatLine } from './send-chat-line.server.ts'

const server = http.createServer()
const sockets: Socket[] = []

beforeAll(async () => {
  await attachRealtime(server, async (cookie) => (cookie ? { memberId: cookie, signInId: cookie } : null))
  watchClosely()
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(async () => {
  for (const socket of sockets) socket.disconnect()
  await closeRealtime()
})

/** A client that looks at a session; `heard` is parsed by the contract. */
async function look(viewer: Viewer, sessionId: string) {
  const { port } = server.address() as AddressInfo
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], extraHeaders: { cookie: viewer.id }, forceNew: true })
  sockets.push(socket)
  const heard: ChatLineCard[] = []
  socket.on(chatLines.name, (payload: unknown) => heard.push(...chatLines.payload.parse(payload).lines))
  const watch = async () => socket.timeout(10_000).emitWithAck('session.watch', { sessionId })
  await new Promise((resolve) => socket.once('ready', resolve))
  expect(await watch()).toMatchObject({ ok: true })
  return { socket, heard, watch }
}

test('who looks hears whole lines in their order; who was cut off reads what they missed, and nothing twice', async () => {
  const [ana, ben, emma] = [await makePerson('Ana'), await makePerson('Ben'), await makePerson('Emma')]
  const { room, community } = await makeRoom([ana, ben])
  const { id: sessionId } = await db.session.create({ data: { roomId: room.id, communityId: community.id } })
  const write = (markdown: string) => sendChatLine(ana, sessionId, { clientId: randomUUID(), markdown })
  const [steady, shaky] = [await look(ben, sessionId), await look(ana, sessionId)]

  const first = await write('one')
  await expect.poll(() => shaky.heard.map(({ rev }) => rev)).toEqual([1])
  expect(shaky.heard[0]).toEqual(first)

  shaky.socket.io.engine.close()
  await expect.poll(() => shaky.socket.connected).toBe(false)
  await write('two')
  await editChatLine(ana, sessionId, { lineId: first.id, markdown: 'one, edited' })
  await new Promise((resolve) => shaky.socket.once('ready', resolve))
  await shaky.watch()
  const missed = await readChat(ana, sessionId, { after: 1 })
  expect(missed.lines.map(({ markdown, rev }) => [markdown, rev])).toEqual([
    ['two', 2],
    ['one, edited', 3],
  ])
  await write('four')
  await expect.poll(() => shaky.heard.map(({ markdown }) => markdown)).toEqual(['one', 'four'])
  await expect.poll(() => steady.heard.map(({ rev }) => rev)).toEqual([1, 2, 3, 4])

  const again = randomUUID()
  await Promise.all(Array.from({ length: 3 }, () => sendChatLine(ben, sessionId, { clientId: again, markdown: 'once' })))
  await write('the last')
  await expect.poll(() => steady.heard.map(({ markdown }) => markdown)).toEqual(['one', 'two', 'one, edited', 'four', 'once', 'the last'])
  await expect(readChat(emma, sessionId, {})).rejects.toMatchObject({ code: 'session.notFound' })
})
