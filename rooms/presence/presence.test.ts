import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import type { Roster } from '#rooms/presence/contract.ts'
import { truncateAll } from '#tests/database.ts'
import { startLivekit } from '#tests/livekit.ts'
import { type MediaClient, type MediaClients, openMediaClients } from '#tests/media-clients.ts'

// The whole of presence with real parts: a livekit-server with its webhooks, browsers in its rooms, sockets that watch.
const server = http.createServer()
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo
const livekit = await startLivekit({ webhookPort: port })

const { db } = await import('#platform/db.server.ts')
const { emitDomainEvent } = await import('#platform/events.server.ts')
const { attachRealtime, closeRealtime } = await import('#platform/realtime.server.ts')
const { archiveRoom } = await import('#rooms/doors/archive-room.server.ts')
const { setDoor } = await import('#rooms/doors/set-door.server.ts')
const { endSession } = await import('#rooms/sessions/end-session.server.ts')
const { joinRoom } = await import('#rooms/sessions/join-room.server.ts')
const { getSessionPage } = await import('#rooms/sessions/get-session-page.server.ts')
const { attachSignallingProxy } = await import('#rooms/livekit/proxy-signalling.server.ts')
const { createMediaRoom } = await import('#rooms/livekit/create-media-room.server.ts')
const { listOpenSignalling } = await import('#rooms/livekit/open-signalling.server.ts')
const { listParticipants } = await import('#rooms/livekit/list-participants.server.ts')
const { noteSignalling } = await import('./note-signalling.server.ts')
const { reactToMemberships } = await import('./react-to-memberships.server.ts')
const { startPresence, stopPresence } = await import('./run-presence.server.ts')
const { sweepSessions } = await import('./sweep-sessions.server.ts')
const { takeWebhook } = await import('./take-webhook.server.ts')
const { watchCommunities } = await import('./watch-communities.server.ts')
const { makePerson, makeRoom } = await import('#tests/rooms-scene.ts')
const { authenticate, signedIn } = await import('#tests/signed-in.ts')

/** Long enough for LiveKit on a busy machine. */
const patiently = { timeout: 15_000, interval: 50 }
let webhooksAreLost = false
let clients: MediaClients
let sockets: Socket[] = []
let inRooms: MediaClient[] = []
let ana: Viewer
let ben: Viewer
let dan: Viewer

beforeAll(async () => {
  server.on('request', async (request, response) => {
    if (request.url !== '/webhooks/livekit') return
    let body = ''
    for await (const chunk of request) body += chunk
    // What the end of a test was in the way of fails, as it may: LiveKit tries again.
    const taken = webhooksAreLost || (await takeWebhook(body, request.headers.authorization ?? null).catch(() => null))
    response.writeHead(taken === null ? 500 : taken ? 204 : 401).end()
  })
  attachSignallingProxy(server, authenticate)
  // The cookie of these sockets is the member's id: signing in is not what is tested here.
  await attachRealtime(server, async (cookie) => (cookie ? { memberId: cookie, signInId: cookie } : null))
  watchCommunities()
  reactToMemberships()
  clients = await openMediaClients()
})
afterAll(async () => {
  await clients.close()
  await closeRealtime()
  server.closeAllConnections()
  server.close()
  await livekit.stop()
})

beforeEach(async () => {
  await truncateAll()
  webhooksAreLost = false
  ;[ana, ben, dan] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Dan')])
})
afterEach(async () => {
  for (const socket of sockets) socket.disconnect()
  for (const client of inRooms) await client.page.context().close()
  sockets = []
  inRooms = []
})

/** A browser's socket, and the rosters that it was told. */
async function connect(viewer: Viewer) {
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], extraHeaders: { cookie: viewer.id }, forceNew: true })
  sockets.push(socket)
  const told: Roster[] = []
  const barrierIds = new Set<string>()
  socket.on('room.roster', (roster: Roster) => told.push(roster))
  await new Promise((resolve, reject) => socket.on('ready', resolve).on('connect_error', reject))
  return {
    told,
    names: () => told.at(-1)?.people.map(({ name }) => name),
    /**
     * What it was told of rooms by now. A roster like the others, of a room that it watches for this alone, is sent last: once that has
     * come, so has everything before it.
     */
    async toldByNow() {
      const barrier = await makeRoom([viewer], 'open')
      barrierIds.add(barrier.room.id)
      await this.ask('community.watch', { communityId: barrier.community.id })
      await setDoor(viewer, barrier.room.id, { door: 'locked' })
      await expect.poll(() => told.at(-1)?.roomId, patiently).toBe(barrier.room.id)
      return told.filter(({ roomId }) => !barrierIds.has(roomId))
    },
    ask: (event: string, input: object): Promise<{ ok: boolean; code?: string; value: { rosters: Roster[] } }> =>
      socket.timeout(10_000).emitWithAck(event, input),
  }
}

async function enter(
  viewer: Viewer,
  roomId: string,
  signalling = livekit.url,
): Promise<MediaClient & { sessionId: string; token: string }> {
  const { sessionId, token } = await joinRoom(viewer, roomId)
  const client = await clients.join(signalling, token, { cookie: await signedIn(viewer) })
  inRooms.push(client)
  return { ...client, sessionId, token }
}

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000)

test('members see who comes and who goes, each roster newer than the one before; nobody else hears of it', async () => {
  const { room, community } = await makeRoom([ana, ben, dan], 'secret')
  const emma = await makePerson('Emma')
  const [watcher, stranger] = [await connect(dan), await connect(emma)]
  expect(await stranger.ask('community.watch', { communityId: community.id })).toEqual({ ok: false, code: 'community.notFound' })
  expect(await stranger.ask('community.watch', { communityId: 'all' })).toEqual({ ok: false, code: 'input.invalid' })

  const anaInRoom = await enter(ana, room.id)
  await expect.poll(watcher.names, patiently).toEqual(['Ana'])
  expect(watcher.told.at(-1)).toMatchObject({ roomId: room.id, communityId: community.id, session: { id: anaInRoom.sessionId } })
  const benInRoom = await enter(ben, room.id)
  await expect.poll(watcher.names, patiently).toEqual(['Ana', 'Ben'])
  expect((await watcher.ask('rosters.read', {})).value.rosters).toMatchObject([{ people: [{ name: 'Ana' }, { name: 'Ben' }] }])
  expect((await stranger.ask('rosters.read', {})).value.rosters).toEqual([])

  await anaInRoom.leave()
  await expect.poll(watcher.names, patiently).toEqual(['Ben'])
  await benInRoom.leave()
  await expect.poll(watcher.names, patiently).toEqual([])
  // Everybody has just left: to who connects again, the session goes on.
  expect((await watcher.ask('rosters.read', {})).value.rosters).toMatchObject([{ session: { id: anaInRoom.sessionId }, people: [] }])
  const revs = watcher.told.map(({ rev }) => rev)
  expect(revs).toEqual([...new Set(revs)].sort((a, b) => a - b))
  expect(await stranger.toldByNow()).toEqual([])
})

test('anybody may watch an open community, until it is closed to them', async () => {
  const { room, community } = await makeRoom([ana], 'open')
  const watcher = await connect(dan)
  expect(await watcher.ask('community.watch', { communityId: community.id })).toMatchObject({
    ok: true,
    value: { rosters: [{ people: [] }] },
  })
  const anaInRoom = await enter(ana, room.id)
  await expect.poll(watcher.names, patiently).toEqual(['Ana'])

  await db.community.update({ where: { id: community.id }, data: { visibility: 'closed' } })
  await emitDomainEvent('community.visibilityChanged', { communityId: community.id })
  const toldBefore = await watcher.toldByNow()
  const member = await connect(ana)
  await anaInRoom.leave()
  await expect.poll(member.names, patiently).toEqual([])
  expect(await watcher.toldByNow()).toEqual(toldBefore)
})

test('with every webhook lost, the sweep finds who came and who went', async () => {
  webhooksAreLost = true
  const { room } = await makeRoom([ana, ben, dan])
  const watcher = await connect(dan)
  const anaInRoom = await enter(ana, room.id)
  const benInRoom = await enter(ben, room.id)
  await sweepSessions()
  await expect.poll(watcher.names, patiently).toEqual(['Ana', 'Ben'])
  await benInRoom.leave()
  await expect.poll(async () => (await listParticipants(anaInRoom.sessionId)).length, patiently).toBe(1)
  await sweepSessions()
  await expect.poll(watcher.names, patiently).toEqual(['Ana'])
  const page = await getSessionPage(dan, anaInRoom.sessionId)
  expect(page.people.map(({ person, visits }) => [person.name, visits.at(-1)?.leftAt !== null])).toEqual([
    ['Ana', false],
    ['Ben', true],
  ])
})

test('while LiveKit cannot be asked, nothing is inferred and nothing ends; once it is back and empty, everybody left', async () => {
  const { room } = await makeRoom([ana, dan])
  const watcher = await connect(dan)
  const { sessionId } = await enter(ana, room.id)
  await expect.poll(watcher.names, patiently).toEqual(['Ana'])
  await livekit.kill()
  await sweepSessions(inMinutes(5))
  expect(await db.visit.findMany({ where: { sessionId } })).toMatchObject([{ leftAt: null }])
  expect(await db.session.findUnique({ where: { id: sessionId } })).toMatchObject({ endedAt: null })
  await livekit.restart()
  await sweepSessions()
  await expect.poll(watcher.names, patiently).toEqual([])
})

test('whose browser died is out of the room long before LiveKit notices; whose signalling goes on stays', async () => {
  const { room } = await makeRoom([ana, ben])
  const throughUs = `http://127.0.0.1:${port}/livekit`
  const anaInRoom = await enter(ana, room.id, throughUs)
  const benInRoom = await enter(ben, room.id, throughUs)
  const { sessionId } = anaInRoom
  const inRoom = async () => (await listParticipants(sessionId)).map(({ memberId }) => memberId).sort()
  await noteSignalling(new Date())
  await benInRoom.vanish()
  await expect.poll(() => listOpenSignalling(), patiently).toMatchObject([{ sessionId, memberId: ana.id }])
  expect(await inRoom()).toEqual([ana.id, ben.id].sort())

  const soon = inMinutes(0.25)
  await noteSignalling(soon)
  await sweepSessions(soon, soon)
  expect(await inRoom(), 'nobody is judged right after a restart').toEqual([ana.id, ben.id].sort())
  await sweepSessions(soon)
  expect(await inRoom()).toEqual([ana.id])
  await expect
    .poll(() => db.visit.findMany({ where: { leftAt: null }, select: { memberId: true } }), patiently)
    .toEqual([{ memberId: ana.id }])
  expect(await anaInRoom.state()).toBe('connected')
})

/** While time stands still: `expect.poll` would move it on. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(setImmediate)
}

/** How long a process stands still, as under a debugger or on a machine that sleeps: longer than anybody may be silent. */
const HELD_UP_MS = 9_000

test.each([
  // The sweep comes first then, and not the note of who is connected, which is made every two seconds.
  ['just before a sweep', (holdUp: () => void) => [() => vi.advanceTimersByTime(900), holdUp, () => vi.advanceTimersByTime(100)]],
  ['in the middle of a sweep', (holdUp: () => void) => [() => vi.advanceTimersByTime(1_000), holdUp]],
])(
  'a process that was held up %s for longer than anybody may be silent puts nobody out',
  async (_, steps) => {
    const { room } = await makeRoom([ana, ben])
    const throughUs = `http://127.0.0.1:${port}/livekit`
    const inRoom = [await enter(ana, room.id, throughUs), await enter(ben, room.id, throughUs)]
    const sessionId = inRoom[0]?.sessionId ?? ''
    const seenSince = (atMs: number) => db.signalling.count({ where: { seenAt: { gte: new Date(atMs) } } })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    const timers = vi.spyOn(globalThis, 'setTimeout')
    try {
      const startedAtMs = Date.now()
      startPresence()
      await until(() => timers.mock.calls.some(([, ms]) => ms === 5_000))
      const notesPlanned = () => timers.mock.calls.filter(([, ms]) => ms === 2_000).length
      for (const noted of [2_000, 4_000]) {
        const plannedBefore = notesPlanned()
        vi.advanceTimersByTime(startedAtMs + noted - Date.now())
        await until(async () => (await seenSince(startedAtMs + noted)) === 2)
        // The next note is planned once this one has also asked who may still be connected.
        await until(() => notesPlanned() > plannedBefore)
      }
      for (const step of steps(() => vi.setSystemTime(Date.now() + HELD_UP_MS))) step()
      // It waits for the sweep that runs.
      await stopPresence()
      expect(await seenSince(startedAtMs + 4_001), 'the sweep has begun').toBe(2)
    } finally {
      await stopPresence()
      vi.restoreAllMocks()
      vi.useRealTimers()
    }
    expect((await listParticipants(sessionId)).map(({ memberId }) => memberId).sort()).toEqual([ana.id, ben.id].sort())
    for (const client of inRoom) expect(await client.state()).toBe('connected')
  },
  60_000,
)

test('a session ends a minute after the last one left, at the time when they did; a post is left of it', async () => {
  const { room } = await makeRoom([ana, ben])
  const anaInRoom = await enter(ana, room.id)
  const benInRoom = await enter(ben, room.id)
  const { sessionId } = anaInRoom
  await expect.poll(() => db.visit.count({ where: { sessionId } }), patiently).toBe(2)
  await anaInRoom.leave()
  await benInRoom.leave()
  await expect.poll(() => db.visit.count({ where: { sessionId, leftAt: null } }), patiently).toBe(0)
  await sweepSessions()
  expect((await db.session.findUniqueOrThrow({ where: { id: sessionId } })).endedAt).toBeNull()
  const { nextDueAt } = await sweepSessions()
  const { emptySince } = await db.session.findUniqueOrThrow({ where: { id: sessionId } })
  expect(nextDueAt).toEqual(new Date((emptySince?.getTime() ?? 0) + 60_000))

  await sweepSessions(inMinutes(1.5))
  expect(await db.session.findUniqueOrThrow({ where: { id: sessionId }, include: { thread: true } })).toMatchObject({
    endedAt: emptySince,
    peakCount: 2,
    thread: { deletedAt: null },
  })
  // The next call is another session; the old ticket opens nothing.
  await expect(clients.join(livekit.url, anaInRoom.token)).rejects.toThrow()
  expect((await joinRoom(ana, room.id)).sessionId).not.toBe(sessionId)
})

test('who comes back within the minute goes on with the same session', async () => {
  const { room } = await makeRoom([ana])
  const first = await enter(ana, room.id)
  await expect.poll(() => db.visit.count({ where: { leftAt: null } }), patiently).toBe(1)
  await first.leave()
  await expect.poll(() => db.visit.count({ where: { leftAt: null } }), patiently).toBe(0)
  const second = await enter(ana, room.id)
  expect(second.sessionId).toBe(first.sessionId)
  await expect.poll(() => db.visit.findMany({ select: { leftAt: true } }), patiently).toEqual([{ leftAt: null }])
})

test('who was alone leaves no post behind, but the record', async () => {
  const { room } = await makeRoom([ana])
  const alone = await enter(ana, room.id)
  await expect.poll(() => db.thread.count({ where: { deletedAt: null } }), patiently).toBe(1)
  await alone.leave()
  await expect.poll(() => db.visit.count({ where: { leftAt: null } }), patiently).toBe(0)
  await sweepSessions(inMinutes(1.5))
  expect(await db.thread.count({ where: { deletedAt: null } })).toBe(0)
  expect(await getSessionPage(ana, alone.sessionId)).toMatchObject({ session: { personCount: 1 }, threadId: null })
})

test('who is removed from the community is put out, hears nothing more, and does not get in by an old ticket', async () => {
  const { room, community } = await makeRoom([ana, ben])
  const anaInRoom = await enter(ana, room.id)
  const benInRoom = await enter(ben, room.id)
  const [anaSocket, benSocket] = [await connect(ana), await connect(ben)]
  const { sessionId } = benInRoom
  await expect.poll(() => db.visit.count({ where: { sessionId, leftAt: null } }), patiently).toBe(2)

  await db.membership.delete({ where: { communityId_memberId: { communityId: community.id, memberId: ben.id } } })
  await emitDomainEvent('membership.ended', { memberId: ben.id, communityId: community.id })
  await expect.poll(benInRoom.state, patiently).toBe('disconnected')
  await expect.poll(anaSocket.names, patiently).toEqual(['Ana'])
  // He may still have heard of himself coming in, not of what came after he was removed.
  expect((await benSocket.toldByNow()).filter(({ people }) => people.every(({ id }) => id !== ben.id))).toEqual([])
  expect(await anaInRoom.state()).toBe('connected')

  // Put out at once: at times before the connection stands.
  const again = await clients.join(livekit.url, benInRoom.token, { putOut: true })
  inRooms.push(again)
  await expect.poll(again.state, patiently).toBe('disconnected')
  expect((await listParticipants(sessionId)).map(({ memberId }) => memberId)).toEqual([ana.id])
})

test('a ticket from before does not go through a door that was locked since', async () => {
  const { room } = await makeRoom([ana, ben])
  const anaInRoom = await enter(ana, room.id)
  await expect.poll(() => db.visit.count({ where: { leftAt: null } }), patiently).toBe(1)
  const { token } = await joinRoom(ben, room.id)
  // Ana came a minute ago, and the door was locked ten seconds ago.
  const minuteAgo = { joinedAt: inMinutes(-1) }
  await db.connection.updateMany({ data: minuteAgo })
  await db.visit.updateMany({ data: minuteAgo })
  await setDoor(ana, room.id, { door: 'locked' }, new Date(Date.now() - 10_000))
  const benInRoom = await clients.join(livekit.url, token, { putOut: true })
  inRooms.push(benInRoom)
  await expect.poll(benInRoom.state, patiently).toBe('disconnected')
  expect(await anaInRoom.state()).toBe('connected')
})

test('archiving a room ends its session and puts everybody out', async () => {
  const { room } = await makeRoom([ana, ben])
  const anaInRoom = await enter(ana, room.id)
  const benInRoom = await enter(ben, room.id)
  await expect.poll(() => db.visit.count({ where: { leftAt: null } }), patiently).toBe(2)
  const watcher = await connect(ben)
  await archiveRoom(ana, room.id)
  await expect.poll(anaInRoom.state, patiently).toBe('disconnected')
  await expect.poll(benInRoom.state, patiently).toBe('disconnected')
  await expect.poll(() => watcher.told.at(-1), patiently).toMatchObject({ session: null, people: [] })
  await expect(joinRoom(ana, room.id)).rejects.toMatchObject({ code: 'room.archived' })
})

test('a session that ended while LiveKit could not be asked is closed there by the first sweep that can', async () => {
  const { room } = await makeRoom([ana])
  const { sessionId } = await enter(ana, room.id)
  await expect.poll(() => db.visit.count({ where: { sessionId, leftAt: null } }), patiently).toBe(1)
  const closedAt = async () => (await db.session.findUniqueOrThrow({ where: { id: sessionId } })).mediaClosedAt
  await livekit.kill()
  await endSession(sessionId, 'now')
  await sweepSessions()
  expect(await closedAt()).toBeNull()
  await livekit.restart()
  await sweepSessions()
  expect(await closedAt()).not.toBeNull()
})

test('whose session a process ended as its last act is put out by the next sweep; an old ticket does not open the room again', async () => {
  const { room } = await makeRoom([ana])
  const { sessionId, token, ...anaInRoom } = await enter(ana, room.id)
  await expect.poll(() => db.visit.count({ where: { sessionId, leftAt: null } }), patiently).toBe(1)
  await db.session.update({ where: { id: sessionId }, data: { endedAt: new Date() } })
  await sweepSessions()
  await expect.poll(anaInRoom.state, patiently).toBe('disconnected')

  // A join that had found the session open makes its room after all.
  await createMediaRoom(sessionId)
  const again = await clients.join(livekit.url, token, { putOut: true })
  inRooms.push(again)
  await expect.poll(again.state, patiently).toBe('disconnected')
  expect(await listParticipants(sessionId)).toEqual([])
})

test('a token lets one person into one room for ten minutes at most, and does nothing else', async () => {
  const { room } = await makeRoom([ana])
  const { token, sessionId, identity } = await joinRoom(ana, room.id)
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
  expect(identity).toBe(ana.id)
  expect(claims).toMatchObject({ sub: ana.id, name: 'Ana', metadata: '{"photoKey":null}' })
  expect(claims['video']).toEqual({
    room: sessionId,
    roomJoin: true,
    canPublish: true,
    canPublishSources: ['camera', 'microphone', 'screen_share', 'screen_share_audio'],
    canSubscribe: true,
    canPublishData: false,
    canUpdateOwnMetadata: false,
  })
  expect(Number(claims['exp']) - Date.now() / 1000).toBeLessThanOrEqual(600)
})
