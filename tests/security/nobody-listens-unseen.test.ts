import fc from 'fast-check'
import { AccessToken, RoomServiceClient, type VideoGrant } from 'livekit-server-sdk'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { openBadSignalling } from '#tests/bad-signalling.ts'
import { truncateAll } from '#tests/database.ts'
import { startLivekit } from '#tests/livekit.ts'
import { type MediaClients, openMediaClients } from '#tests/media-clients.ts'
import { openWebhookServer } from '#tests/webhook-server.ts'

// Clients that speak LiveKit's protocol as no browser does, against the proxy, the sweep and a real livekit-server. Right is what LiveKit's own
// list says: whoever is in it, whatever their state, may be in, and is in the roster.
const webhooks = await openWebhookServer()
const { server, port } = webhooks
const livekit = await startLivekit({ webhookPort: port })

const { manageAccount } = await import('#communities/people/manage-account.server.ts')
const { signOut } = await import('#communities/people/sign-out.server.ts')
const { removeMember } = await import('#communities/memberships/remove-member.server.ts')
const { db } = await import('#platform/db.server.ts')
const { env } = await import('#platform/env.server.ts')
const { archiveRoom } = await import('#rooms/doors/archive-room.server.ts')
const { setDoor } = await import('#rooms/doors/set-door.server.ts')
const { createMediaRoom, ROOM_CAPACITY } = await import('#rooms/livekit/create-media-room.server.ts')
const { mintJoinToken } = await import('#rooms/livekit/mint-join-token.server.ts')
const { mintRecorderToken } = await import('#rooms/livekit/mint-recorder-token.server.ts')
const { whenSignallingOpens } = await import('#rooms/livekit/open-signalling.server.ts')
const { attachSignallingProxy, handleSignallingRequest } = await import('#rooms/livekit/proxy-signalling.server.ts')
const { dropUnwelcome } = await import('#rooms/presence/drop-unwelcome.server.ts')
const { noteSignalling } = await import('#rooms/presence/note-signalling.server.ts')
const { reactToMemberships } = await import('#rooms/presence/react-to-memberships.server.ts')
const { sweepSessions } = await import('#rooms/presence/sweep-sessions.server.ts')
const { takeWebhook } = await import('#rooms/presence/take-webhook.server.ts')
const { endSession } = await import('#rooms/sessions/end-session.server.ts')
const { joinRoom } = await import('#rooms/sessions/join-room.server.ts')
const { makePerson, makeRoom } = await import('#tests/rooms-scene.ts')
const { authenticate, signedIn } = await import('#tests/signed-in.ts')

const patiently = { timeout: 15_000, interval: 20 }
const throughUs = `http://127.0.0.1:${port}/livekit`
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000)
/** Later than any browser takes to connect. */
const LONG_S = 21
const rooms = new RoomServiceClient(livekit.url, env.LIVEKIT_API_KEY, env.LIVEKIT_API_SECRET)
const badClients = openBadSignalling()
let clients: MediaClients
let databaseIsAway = false
let ana: Viewer
let ben: Viewer

beforeAll(async () => {
  webhooks.take(takeWebhook, handleSignallingRequest)
  attachSignallingProxy(server, async (cookies) => {
    if (databaseIsAway) throw new Error('the database is away')
    return authenticate(cookies)
  })
  reactToMemberships()
  whenSignallingOpens((connection) => void noteSignalling(new Date(), [connection]).then(() => dropUnwelcome([connection])))
  clients = await openMediaClients()
})
afterAll(async () => {
  await clients.close()
  webhooks.close()
  await livekit.stop()
})
beforeEach(async () => {
  await truncateAll()
  ;[ana, ben] = await Promise.all([makePerson('Ana'), makePerson('Ben')])
})
afterEach(() => badClients.closeAll())

/** The identities in LiveKit's own list, whatever their state. */
async function inMedia(sessionId: string): Promise<string[]> {
  const listed = await rooms.listParticipants(sessionId).catch(() => [])
  return listed.map(({ identity }) => identity).sort()
}

async function inRoster(sessionId: string): Promise<string[]> {
  const visits = await db.visit.findMany({ where: { sessionId, leftAt: null }, select: { memberId: true } })
  return visits.map(({ memberId }) => memberId).sort()
}

/** Ben is signed in, with a ticket to Ana's room. */
async function benWithTicket() {
  const { room, community } = await makeRoom([ana, ben])
  const { token, sessionId } = await joinRoom(ben, room.id)
  return { room, community, token, sessionId, cookie: await signedIn(ben) }
}

function tokenOf(identity: string, grant: VideoGrant, secret = env.LIVEKIT_API_SECRET): Promise<string> {
  const token = new AccessToken(env.LIVEKIT_API_KEY, secret, { identity, ttl: 60 })
  token.addGrant({ roomJoin: true, ...grant })
  return token.toJwt()
}

type Scene = Awaited<ReturnType<typeof benWithTicket>>
const losses: Record<string, (scene: Scene) => Promise<unknown>> = {
  'is removed from the community': ({ community }) => removeMember(ana, community.id, { memberId: ben.id }),
  'has their account closed': async () => {
    await db.member.update({ where: { id: ana.id }, data: { role: 'admin' } })
    await manageAccount({ ...ana, role: 'admin' }, { memberId: ben.id, change: 'close' })
  },
  'is signed out': async ({ cookie }) => signOut({ signInId: (await authenticate(cookie))?.signInId ?? '' }),
  'was in a session that ended': ({ sessionId }) => endSession(sessionId, 'now'),
  'was in a room that is archived': ({ room }) => archiveRoom(ana, room.id),
}

test.each(Object.entries(losses))('who %s is out of the media, and no token brings them back', async (_, lose) => {
  const scene = await benWithTicket()
  const { token, sessionId, cookie } = scene
  const first = await badClients.speak(throughUs, { token, cookie })
  expect(first.status).toBe(101)
  // LiveKit hands a token of its own to who resumes; its time begins anew.
  const resumed = await badClients.speak(throughUs, { token, cookie, parameters: { reconnect: '1', sid: first.sid() } })
  const refreshed = await resumed.refreshedToken()
  expect(await inMedia(sessionId)).toEqual([ben.id])

  await lose(scene)
  await dropUnwelcome()
  await resumed.closed
  // Whose connection is cut, but not their right, goes the way of whoever is silent.
  await sweepSessions(inSeconds(10))
  await sweepSessions(inSeconds(20))
  await expect.poll(() => inMedia(sessionId), patiently).toEqual([])

  await createMediaRoom(sessionId)
  for (const old of [token, refreshed]) {
    for (const by of ['header', 'query', 'both'] as const) {
      for (const parameters of [{}, { reconnect: '1', sid: first.sid() }] as Record<string, string>[]) {
        const { status } = await badClients.speak(throughUs, { token: old, cookie, by, parameters })
        expect([401, 403]).toContain(status)
      }
    }
    const validated = await fetch(`${throughUs}/rtc/v1/validate?access_token=${old}`, { headers: { cookie } })
    expect([401, 403]).toContain(validated.status)
  }
  expect(await inMedia(sessionId)).toEqual([])
})

test('a door that was locked lets in by no old ticket; who was in before comes back', async () => {
  const { room, token, sessionId, cookie } = await benWithTicket()
  await setDoor(ana, room.id, { door: 'locked' }, inSeconds(-10))
  expect((await badClients.speak(throughUs, { token, cookie })).status).toBe(403)
  await db.visit.create({ data: { sessionId, memberId: ben.id, joinedAt: inSeconds(-30), leftAt: inSeconds(-20) } })
  expect((await badClients.speak(throughUs, { token, cookie })).status).toBe(101)
})

test('it takes the sign-in of the person whom the token names, and a token of ours, where LiveKit looks for it', async () => {
  const { token, sessionId, cookie } = await benWithTicket()
  const anas = await mintJoinToken(sessionId, ana)
  const forged = await tokenOf(ben.id, { room: sessionId }, 'a-secret-that-is-not-ours-and-is-long-enough-too')
  const status = async (how: Parameters<typeof badClients.speak>[1]) => (await badClients.speak(throughUs, how)).status
  expect(await status({ token })).toBe(401)
  expect(await status({ token, cookie: 'palier=made-up' })).toBe(401)
  expect(await status({ token: anas, cookie })).toBe(403)
  expect(await status({ token: anas, cookie, by: 'header' })).toBe(403)
  expect(await status({ token, cookie, headers: { authorization: `Bearer ${anas}` } })).toBe(400)
  expect(await status({ token: anas, cookie, headers: { authorization: `Bearer ${token}` } })).toBe(400)
  expect(await status({ token, cookie, headers: { authorization: `bearer ${token}` } })).toBe(401)
  expect(await status({ token, cookie, suffix: `&access_token=${anas}` })).toBe(400)
  expect(await status({ token: forged, cookie })).toBe(401)
  expect(await status({ token: await mintRecorderToken(sessionId, ben.id), cookie })).toBe(401)
  expect(await status({ token: await tokenOf(ben.id, { room: sessionId, hidden: true }), cookie })).toBe(401)
  expect(await status({ token: await tokenOf(ben.id, { room: sessionId, roomAdmin: true }), cookie })).toBe(401)
  expect(await status({ token: await tokenOf('ben', { room: sessionId }), cookie })).toBe(401)
  // A second participant of the same person, of whom no webhook is ours.
  expect(await status({ token, cookie, parameters: { publish: 'x' } })).toBe(400)
  expect(await status({ token, cookie, suffix: '&publi%73h=x' })).toBe(400)
  expect(await status({ token, cookie, protocol: 1 })).toBe(400)
  expect(await status({ token, cookie, protocol: Number.NaN })).toBe(400)
  expect(await inMedia(sessionId)).toEqual([])
  expect(await status({ token, cookie })).toBe(101)
  expect(await status({ token, cookie, by: 'header' })).toBe(101)
  expect(await status({ token, cookie, by: 'joinRequest' })).toBe(101)
  expect(await inMedia(sessionId)).toEqual([ben.id])
})

test('while the database is away, the answer is one that passes, and who is connected stays', async () => {
  const { token, cookie } = await benWithTicket()
  const connected = await badClients.speak(throughUs, { token, cookie })
  databaseIsAway = true
  try {
    expect((await badClients.speak(throughUs, { token, cookie })).status).toBe(503)
    expect((await fetch(`${throughUs}/rtc/validate?access_token=${token}`, { headers: { cookie } })).status).toBe(503)
  } finally {
    databaseIsAway = false
  }
  expect(connected.isOpen()).toBe(true)
  expect((await badClients.speak(throughUs, { token, cookie })).status).toBe(101)
})

test('who never finishes connecting is put out, is on record as having been there, and is kept out for a while if it goes on', async () => {
  const { token, sessionId, cookie } = await benWithTicket()
  const linger = async (fromS: number) => {
    const lingering = await badClients.speak(throughUs, { token, cookie })
    expect(lingering.status).toBe(101)
    await sweepSessions(inSeconds(fromS))
    expect(await inMedia(sessionId), 'nobody is judged while they may still be connecting').toEqual([ben.id])
    await noteSignalling(inSeconds(fromS + LONG_S))
    await sweepSessions(inSeconds(fromS + LONG_S))
    await lingering.closed
    expect(await inMedia(sessionId)).toEqual([])
    // Back from the future in which the sweep was.
    const { barredUntil } = await db.lingering.findFirstOrThrow()
    await db.lingering.updateMany({ data: { barredUntil: new Date(barredUntil.getTime() - (fromS + LONG_S) * 1000) } })
  }
  await linger(0)
  expect(await db.visit.count({ where: { sessionId, memberId: ben.id } })).toBe(1)
  await expect.poll(() => inRoster(sessionId), patiently).toEqual([])
  await linger(LONG_S + 1)
  expect((await badClients.speak(throughUs, { token, cookie })).status).toBe(503)
  await db.lingering.updateMany({ data: { barredUntil: new Date() } })
  expect((await badClients.speak(throughUs, { token, cookie })).status).toBe(101)
})

test('who connects and then closes their signalling is put out as soon as anybody silent', async () => {
  const { token, sessionId, cookie } = await benWithTicket()
  const silent = await badClients.speak(throughUs, { token, cookie })
  await expect.poll(() => db.signalling.count(), patiently).toBe(1)
  silent.close()
  await sweepSessions()
  await sweepSessions(inSeconds(8))
  expect(await inMedia(sessionId)).toEqual([])
})

test('whoever came past the proxy and is of no known kind is put out, in whatever state; a recorder stays', async () => {
  const { sessionId } = await benWithTicket()
  const recorder = 'recorder:1:1'
  const direct = [
    await tokenOf('eve', { room: sessionId }),
    await tokenOf('01900000-0000-7000-8000-0000000000aa', { room: sessionId }),
    await tokenOf(`${ben.id}#x`, { room: sessionId }),
    await tokenOf(ben.id, { room: sessionId, hidden: true }),
    await mintRecorderToken(sessionId, recorder),
  ]
  for (const token of direct) expect((await badClients.speak(livekit.url, { token })).status).toBe(101)
  expect(await inMedia(sessionId)).toHaveLength(direct.length)
  await sweepSessions()
  expect(await inMedia(sessionId)).toEqual([recorder])
})

const personal = fc.constantFrom('ana' as const, 'ben' as const, 'cleo' as const)
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('connect' as const),
      who: personal,
      by: fc.constantFrom('header' as const, 'query' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('disconnect' as const), who: personal }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('remove' as const), who: personal }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('bringBack' as const), who: personal }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('close' as const), who: personal }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('signOut' as const), who: personal }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('lock' as const, 'unlock' as const, 'end' as const) }) },
)

test('whatever people do and lose, in any order, who is in media may be, and after a while nobody is whom the roster does not show', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      await truncateAll()
      const [owner, dan, ...three] = await Promise.all(['Olga', 'Dan', 'Ana', 'Ben', 'Cleo'].map((name) => makePerson(name)))
      if (!owner || !dan) throw new Error('nobody was made')
      const { room, community } = await makeRoom([owner, dan, ...three])
      const { sessionId, token: dansToken } = await joinRoom(dan, room.id)
      // Dan has been in since before any lock of these steps, however fast they come.
      const before = { sessionId, memberId: dan.id, joinedAt: inSeconds(-60), leftAt: inSeconds(-50) }
      await db.connection.create({ data: { sid: 'before', ...before } })
      await db.visit.create({ data: before })
      const honest = await clients.join(throughUs, dansToken, { cookie: await signedIn(dan), listens: true })
      const people = Object.fromEntries(
        await Promise.all(
          (['ana', 'ben', 'cleo'] as const).map(async (name, position) => {
            const viewer = three[position]
            if (!viewer) throw new Error('nobody was made')
            return [name, { viewer, cookie: await signedIn(viewer), token: (await joinRoom(viewer, room.id)).token }]
          }),
        ),
      ) as Record<'ana' | 'ben' | 'cleo', { viewer: Viewer; cookie: string; token: string }>
      const connected = new Map<string, Awaited<ReturnType<typeof badClients.speak>>>()
      const mayNot = new Set<string>()
      let ended = false
      let locked = false

      for (const one of steps) {
        if (one.does === 'end') {
          await endSession(sessionId, 'now')
          ended = true
        } else if (one.does === 'lock' || one.does === 'unlock') {
          await setDoor(owner, room.id, { door: one.does === 'lock' ? 'locked' : 'open' }, inSeconds(one.does === 'lock' ? -5 : 0))
          locked = one.does === 'lock'
        } else if ('who' in one) {
          const { viewer, cookie, token } = people[one.who]
          const key = { communityId_memberId: { communityId: community.id, memberId: viewer.id } }
          if (one.does === 'connect') {
            const tried = await badClients.speak(throughUs, { token, cookie, by: one.by })
            if (tried.status === 101) connected.set(viewer.id, tried)
            if (ended || mayNot.has(viewer.id)) expect(tried.status).not.toBe(101)
          }
          if (one.does === 'disconnect') connected.get(viewer.id)?.close()
          if (one.does === 'remove' && (await db.membership.count({ where: { memberId: viewer.id } })) > 0) {
            await removeMember(owner, community.id, { memberId: viewer.id })
            mayNot.add(viewer.id)
          }
          if (one.does === 'bringBack' && mayNot.has(viewer.id)) {
            await db.member.update({ where: { id: viewer.id }, data: { deactivatedAt: null } })
            const member = { communityId: community.id, memberId: viewer.id }
            await db.membership.upsert({ where: key, create: member, update: {} })
            if ((await authenticate(cookie)) !== null) mayNot.delete(viewer.id)
          }
          if (one.does === 'close') {
            await db.member.update({ where: { id: owner.id }, data: { role: 'admin' } })
            await manageAccount({ ...owner, role: 'admin' }, { memberId: viewer.id, change: 'close' })
            mayNot.add(viewer.id)
          }
          if (one.does === 'signOut') {
            const signIn = await authenticate(cookie)
            if (signIn) await signOut(signIn)
            mayNot.add(viewer.id)
          }
        }
      }
      await dropUnwelcome()
      await noteSignalling(new Date())
      await sweepSessions()
      const members = new Set(
        (await db.membership.findMany({ where: { member: { deactivatedAt: null } } })).map(({ memberId }) => memberId),
      )
      const listed = await inMedia(sessionId)
      for (const identity of listed) expect(members.has(identity)).toBe(true)
      if (ended) expect(listed).toEqual([])
      if (locked) expect(listed.filter((identity) => identity !== dan.id)).toEqual([])

      await noteSignalling(inSeconds(LONG_S))
      await sweepSessions(inSeconds(LONG_S))
      // Dan is an honest browser: whatever became of the others, he is in and seen, as long as there is a session.
      await expect.poll(() => inMedia(sessionId), patiently).toEqual(ended ? [] : [dan.id])
      await expect.poll(() => inRoster(sessionId), patiently).toEqual(ended ? [] : [dan.id])
      badClients.closeAll()
      await honest.page.context().close()
    }),
    // On a busy machine it ends with fewer walks, not with a failure.
    { numRuns: 6, interruptAfterTimeLimit: 90_000 },
  )
}, 300_000)

test('of those who race for the last place of a room one gets it; who records takes none, and a second tab is no second person', async () => {
  const [chloe, dan] = await Promise.all([makePerson('Chloé'), makePerson('Dan')])
  const { room } = await makeRoom([ana, ben, chloe, dan])
  const { sessionId, token } = await joinRoom(ana, room.id)
  // LiveKit says no in words, over a connection that it opened.
  const enter = (ticket: string) =>
    badClients.speak(livekit.url, { token: ticket }).then(
      ({ sid }) => sid() !== '',
      () => false,
    )
  expect(await enter(token)).toBe(true)
  expect(await enter(await mintRecorderToken(sessionId, 'a-recorder'))).toBe(true)
  const others = await Promise.all(Array.from({ length: ROOM_CAPACITY - 2 }, (_, at) => tokenOf(`person-${at}`, { room: sessionId })))
  expect((await Promise.all(others.map(enter))).filter(Boolean)).toHaveLength(ROOM_CAPACITY - 2)
  // All three pass the door, which knows of none of those who are coming.
  const tickets = await Promise.all([ben, chloe, dan].map((member) => joinRoom(member, room.id)))
  const came = await Promise.all(tickets.map((ticket) => enter(ticket.token)))
  expect(came.filter(Boolean)).toHaveLength(1)
  const people = (await rooms.listParticipants(sessionId)).filter(({ identity }) => identity !== 'a-recorder')
  expect(people).toHaveLength(ROOM_CAPACITY)
  expect(await enter(token)).toBe(true)
})
