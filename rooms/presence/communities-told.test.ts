import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { keepInboxesTold } from '#communities/inbox/keep-inboxes-told.server.ts'
import { archiveCommunity } from '#communities/memberships/archive-community.server.ts'
import { askToJoin } from '#communities/memberships/ask-to-join.server.ts'
import { editCommunity } from '#communities/memberships/edit-community.server.ts'
import { joinCommunity } from '#communities/memberships/join-community.server.ts'
import { restoreCommunity } from '#communities/memberships/restore-community.server.ts'
import { serveMyCommunities } from '#communities/memberships/serve-my-communities.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { manageAccount } from '#communities/people/manage-account.server.ts'
import { deleteThread } from '#communities/threads/delete-thread.server.ts'
import { postThread } from '#communities/threads/post-thread.server.ts'
import { replyToThread } from '#communities/threads/reply-to-thread.server.ts'
import { type Community, db } from '#platform/db.server.ts'
import { attachRealtime, closeRealtime } from '#platform/realtime.server.ts'
import { foundScene, makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { watchCommunities } from './watch-communities.server.ts'

// What browsers hear of communities, with real sockets.
const server = http.createServer()
const sockets: Socket[] = []
let ana: Viewer
let ben: Viewer
let dan: Viewer
let design: Community

beforeAll(async () => {
  await attachRealtime(server, async (cookie) => (cookie ? { memberId: cookie, signInId: cookie } : null))
  watchCommunities()
  serveMyCommunities()
  keepInboxesTold()
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(async () => {
  for (const socket of sockets) socket.disconnect()
  await closeRealtime()
})
beforeEach(async () => {
  await truncateAll()
  ;[ana, ben, dan] = await makePeople('Ana', 'Ben', 'Dan')
  design = await foundScene(ana, 'open', { ben })
})

/** A browser's socket, with what it was told of communities and of the inbox. */
async function connect(viewer: Viewer) {
  const { port } = server.address() as AddressInfo
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], extraHeaders: { cookie: viewer.id }, forceNew: true })
  sockets.push(socket)
  const told: string[] = []
  const unread: number[] = []
  socket.on('community.changed', ({ communityId }: { communityId: string }) => told.push(communityId))
  socket.on('inbox.changed', (inbox: { unread: number }) => unread.push(inbox.unread))
  await new Promise((resolve) => socket.once('ready', resolve))
  const ask = (event: string, input: object) => socket.timeout(10_000).emitWithAck(event, input)
  return { told, unread, ask }
}

const about = { name: 'Design', purpose: '', visibility: 'open' }

test('members hear that a community is renamed, archived and brought back; so does who looks at it, also that its door closes', async () => {
  const [member, visitor] = [await connect(ben), await connect(dan)]
  await visitor.ask('community.watch', { communityId: design.id })
  await editCommunity(ana, design.id, { ...about, name: 'Drawing' })
  await expect.poll(() => [member.told, visitor.told]).toEqual([[design.id], [design.id]])
  await archiveCommunity(ana, design.id)
  await expect.poll(() => member.told.length).toBe(2)
  await archiveCommunity(ana, design.id)
  await restoreCommunity(ana, design.id)
  await expect.poll(() => [member.told.length, visitor.told.length]).toEqual([3, 3])
  await editCommunity(ana, design.id, { ...about, visibility: 'closed' })
  await expect.poll(() => visitor.told.length).toBe(4)
})

test('who was away asks which communities they belong to now', async () => {
  const visitor = await connect(dan)
  expect(await visitor.ask('communities.read', {})).toEqual({ ok: true, value: { communities: [] } })
  await joinCommunity(dan, design.id)
  expect(await visitor.ask('communities.read', {})).toEqual({ ok: true, value: { communities: [{ id: design.id, name: 'Design' }] } })
  await archiveCommunity(ana, design.id)
  expect(await visitor.ask('communities.read', {})).toEqual({ ok: true, value: { communities: [] } })
})

test('who was told of what is deleted, or closed to them, hears that their inbox is shorter, and longer where it comes back', async () => {
  const threadId = await postThread(ana, { communityId: design.id, markdown: 'Look, @Ben' })
  const { unread } = await connect(ben)
  await deleteThread(ana, threadId, {})
  await expect.poll(() => unread).toEqual([0])
  await deleteThread(ana, threadId, { restore: true })
  await expect.poll(() => unread).toEqual([0, 1])

  await replyToThread(ana, threadId, { markdown: 'And here, @Ben' })
  const { id: replyId } = await db.reply.findFirstOrThrow({ where: { threadId } })
  await expect.poll(() => unread).toEqual([0, 1, 2])
  await deleteThread(ana, threadId, { replyId })
  await deleteThread(ana, threadId, { replyId, restore: true })
  await expect.poll(() => unread).toEqual([0, 1, 2, 1, 2])

  await db.membership.deleteMany({ where: { memberId: ben.id } })
  await editCommunity(ana, design.id, { ...about, visibility: 'closed' })
  await expect.poll(() => unread.at(-1)).toBe(0)
})

test('what a closed account asks for waits for nobody, until it is open again', async () => {
  await editCommunity(ana, design.id, { ...about, visibility: 'closed' })
  await askToJoin(dan, design.id, {})
  const { unread } = await connect(ana)
  const admin: Viewer = { ...ana, role: 'admin' }
  await db.member.update({ where: { id: ana.id }, data: { role: 'admin' } })
  await db.workspace.create({ data: { id: 1, name: 'Demo' } })
  await manageAccount(admin, { memberId: dan.id, change: 'close' })
  await expect.poll(() => unread).toEqual([0])
  await manageAccount(admin, { memberId: dan.id, change: 'reopen' })
  await expect.poll(() => unread).toEqual([0, 1])
  await archiveCommunity(ana, design.id)
  await expect.poll(() => unread).toEqual([0, 1, 0])
})
