import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { closeDatabase, db } from '#platform/db.server.ts'
import { startLivekit } from '#tests/livekit.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { signedIn } from '#tests/signed-in.ts'
import { ask, type BuiltApp, startBuiltApp } from './built-app.ts'

const AIM = 8
const THREADS = 20
const livekit = await startLivekit()
let app: BuiltApp
let few: Seat
let many: Seat

beforeAll(async () => {
  // Each thread that draws pages comes to know the statements by itself.
  app = await startBuiltApp({ PAGE_WORKERS: '1' })
  await db.workspace.create({ data: { name: 'Demo' } })
  few = await makeSeat(1)
  many = await makeSeat(100)
}, 300_000)
afterAll(async () => {
  await app?.stop()
  await livekit.stop()
  await closeDatabase()
})

/** A browser, and what its member has. */
interface Seat {
  cookie: string
  community: string
  threadId: string
  sessionId: string
  memberId: string
}

/** Somebody who belongs to so many communities, with a room and a session each, and 20 threads in every tenth. */
async function makeSeat(communities: number): Promise<Seat> {
  const [me, other] = await Promise.all([makePerson('Ana'), makePerson('Ben')])
  await db.member.update({ where: { id: me.id }, data: { role: 'admin' } })
  const places = []
  for (let at = 0; at < communities; at++) places.push(await makePlace([me, other], at % 10 === 0 ? THREADS : 1))
  const [first] = places
  if (!first) throw new Error('there is no community')
  return { cookie: await signedIn(me), memberId: other.id, ...first }
}

async function makePlace(members: [Viewer, Viewer], threads: number) {
  const { community, room } = await makeRoom(members)
  const [me, other] = members
  const communityId = community.id
  const now = Date.now()
  const session = await db.session.create({
    data: {
      communityId,
      roomId: room.id,
      topic: 'Plans',
      personCount: 1,
      peakCount: 1,
      openedAt: new Date(now - 9e6),
      endedAt: new Date(now - 6e6),
      mediaClosedAt: new Date(),
    },
  })
  const visit = { sessionId: session.id, joinedAt: session.openedAt, leftAt: session.endedAt }
  await db.visit.create({ data: { ...visit, memberId: other.id } })
  const span = { openedAt: session.openedAt.toISOString(), endedAt: new Date(now - 6e6).toISOString() }
  const trace = { ...span, people: [], missed: [], agenda: [], links: [], loved: [], recordings: [] }
  const post = {
    communityId,
    authorId: other.id,
    kind: 'update' as const,
    markdown: 'Hello',
    html: '<p>Hello</p>',
    replyCount: 2,
    reactionCount: 1,
  }
  const ids = Array.from({ length: threads }, () => randomUUID())
  await db.thread.createMany({ data: ids.map((id) => ({ ...post, id })) })
  await db.thread.create({ data: { communityId, kind: 'session', sessionId: session.id } })
  await db.followUp.create({ data: { sessionId: session.id, ownerId: other.id, markdown: '', html: '', trace } })
  const reply = { authorId: me.id, markdown: 'Yes', html: '<p>Yes</p>', reactionCount: 1 }
  const replies = ids.flatMap((threadId) => [1, 2].map(() => ({ ...reply, id: randomUUID(), threadId })))
  await db.reply.createMany({ data: replies })
  await db.reaction.createMany({
    data: [
      ...ids.map((threadId) => ({ threadId, memberId: me.id, emoji: '👍' })),
      ...replies.map(({ id, threadId }) => ({ threadId, replyId: id, memberId: other.id, emoji: '🎉' })),
    ],
  })
  await db.action.createMany({
    data: ids.map((threadId) => ({ communityId, threadId, text: 'Call', assigneeId: me.id, source: 'thread' as const })),
  })
  await db.inboxItem.createMany({
    data: ids.map((threadId) => ({
      memberId: me.id,
      communityId,
      kind: 'answer' as const,
      key: `thread:${threadId}`,
      threadId,
      actorId: other.id,
      happenedAt: new Date(),
    })),
  })
  return { community: community.slug, threadId: ids[0] ?? '', sessionId: session.id }
}

/** What a page takes once its statements are known, with all that stands around it. */
async function statementsOf(address: string, { cookie }: Seat): Promise<number> {
  let id: unknown
  for (let time = 0; time < 4; time++) {
    const answer = await ask(`${app.url}${address}`, { headers: { cookie, accept: 'text/html' } })
    expect(answer.status, answer.body.slice(0, 300)).toBe(200)
    id = answer.headers['x-request-id']
  }
  const line = await vi.waitFor(
    () => app.logLines().find(({ requestId, msg }) => requestId === id && msg === 'request') ?? Promise.reject(new Error('no line yet')),
    { timeout: 10_000, interval: 20 },
  )
  return Number(line['statements'])
}

const pages: Record<string, (seat: Seat) => string> = {
  home: () => '/',
  'home, as data': () => '/_root.data',
  'home, further down': () => '/?count=50',
  community: ({ community }) => `/c/${community}`,
  'community, change of page': ({ community }) =>
    `/c/${community}.data?_routes=routes%2Fcommunities%2Fcommunity-layout%2Croutes%2Ffeed%2Fcommunity-feed`,
  'people of a community': ({ community }) => `/c/${community}/members`,
  'sessions of a community': ({ community }) => `/c/${community}/sessions`,
  'search for a session': ({ community }) => `/c/${community}/sessions?about=plans&with=ana`,
  'recordings of a community': ({ community }) => `/c/${community}/recordings`,
  room: ({ community }) => `/c/${community}/rooms/main`,
  thread: ({ threadId }) => `/threads/${threadId}`,
  session: ({ sessionId }) => `/sessions/${sessionId}`,
  'more of a feed': () => '/feed',
  inbox: () => '/inbox',
  rooms: () => '/rooms',
  communities: () => '/communities',
  actions: () => '/actions',
  recordings: () => '/recordings',
  'people of the company': () => '/workspace/members',
  profile: () => '/me',
  security: () => '/me/security',
  notices: () => '/me/notices',
}

test.each(Object.entries(pages))(`%s takes at most ${AIM} statements, as many for 100 communities as for one`, async (_name, addressOf) => {
  const forOne = await statementsOf(addressOf(few), few)
  expect(forOne).toBeGreaterThan(0)
  expect(forOne).toBeLessThanOrEqual(AIM)
  expect(await statementsOf(addressOf(many), many)).toBe(forOne)
})
