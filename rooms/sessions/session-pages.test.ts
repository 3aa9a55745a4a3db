import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { readRosters } from '#rooms/presence/read-rosters.server.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { describeSessions } from './describe-sessions.server.ts'
import { endSession } from './end-session.server.ts'
import { getSessionPage } from './get-session-page.server.ts'
import { setTopic } from './set-topic.server.ts'

let ana: Viewer
let ben: Viewer
let emma: Viewer
beforeEach(async () => {
  ;[ana, ben, emma] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Emma')])
})

const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 9, minute))

/** A session in which Ben came first, went and came again, and Ana in between. */
async function makeSession(members: Viewer[], visibility: 'open' | 'closed' | 'secret' = 'closed') {
  const { room, community } = await makeRoom(members, visibility)
  const session = await db.session.create({
    data: {
      roomId: room.id,
      communityId: community.id,
      openedAt: at(0),
      emptySince: at(30),
      personCount: 2,
      peakCount: 2,
      thread: { create: { kind: 'session', communityId: community.id } },
      visits: {
        create: [
          { memberId: ben.id, joinedAt: at(0), leftAt: at(10) },
          { memberId: ana.id, joinedAt: at(5), leftAt: at(30) },
          { memberId: ben.id, joinedAt: at(20), leftAt: at(25) },
        ],
      },
    },
    include: { thread: true },
  })
  return { session, room, community }
}

test('a page tells who was there when, by arrival; a card shows each face once', async () => {
  const { session, room, community } = await makeSession([ana, ben])
  const page = await getSessionPage(ana, session.id)
  expect(page.people.map(({ person, visits }) => [person.name, ...visits])).toEqual([
    ['Ben', { joinedAt: at(0), leftAt: at(10) }, { joinedAt: at(20), leftAt: at(25) }],
    ['Ana', { joinedAt: at(5), leftAt: at(30) }],
  ])
  expect(page.session).toMatchObject({
    room: { slug: room.slug },
    community: { slug: community.slug },
    openedAt: at(0),
    people: [{ name: 'Ben' }, { name: 'Ana' }],
  })
  expect(page.threadId).toBe(session.thread?.id)
})

test('of many people the first are on the page, and all where they are asked for', async () => {
  const { session } = await makeSession([ana, ben])
  const others = await Promise.all(Array.from({ length: 12 }, (_, index) => makePerson(`Dan ${index}`)))
  await db.visit.createMany({
    data: others.map(({ id }, index) => ({ sessionId: session.id, memberId: id, joinedAt: at(6 + index), leftAt: at(30) })),
  })
  const { people } = await getSessionPage(ana, session.id)
  expect(people.map(({ person }) => person.name)).toEqual(['Ben', 'Ana', ...others.slice(0, 8).map(({ name }) => name)])
  expect((await getSessionPage(ana, session.id, { everybody: true })).people).toHaveLength(14)
})

test('who may not read the community now sees no session of it, whoever was there', async () => {
  const closed = await makeSession([ana])
  const open = await makeSession([ana], 'open')
  const cards = await describeSessions(emma, [closed.session.id, open.session.id])
  expect([...cards.keys()]).toEqual([open.session.id])
  await expect(getSessionPage(ben, closed.session.id)).rejects.toMatchObject({ code: 'session.notFound' })
  await db.membership.create({ data: { communityId: closed.community.id, memberId: ben.id } })
  expect((await getSessionPage(ben, closed.session.id)).session.id).toBe(closed.session.id)
})

test('a session to which nobody came has no page', async () => {
  const { room, community } = await makeRoom([ana])
  const { id } = await db.session.create({ data: { roomId: room.id, communityId: community.id } })
  await expect(getSessionPage(ana, id)).rejects.toMatchObject({ code: 'session.notFound' })
})

test('a topic is set by members, told with the roster, and not too long', async () => {
  const { session, room } = await makeSession([ana], 'open')
  await setTopic(ana, session.id, { topic: '  Budget  ' })
  expect(await readRosters({ roomIds: [room.id] })).toMatchObject([{ rev: 1, session: { topic: 'Budget' } }])
  await expect(setTopic(ana, session.id, { topic: 'x'.repeat(121) })).rejects.toMatchObject({ fields: { topic: 'topic.tooLong' } })
  await expect(setTopic(emma, session.id, { topic: 'Mine' })).rejects.toMatchObject({ code: 'community.forbidden' })
  await expect(setTopic(ana, room.id, { topic: 'Nowhere' })).rejects.toMatchObject({ code: 'session.notFound' })
})

test('what was ended stays ended when it is ended again, also at the same time', async () => {
  const { session, room } = await makeSession([ana])
  await Promise.all([1, 2, 3].map(() => endSession(session.id, 'now')))
  const ended = await db.session.findUniqueOrThrow({ where: { id: session.id } })
  expect(ended.endedAt).toEqual(at(30))
  expect((await db.room.findUniqueOrThrow({ where: { id: room.id } })).rosterRev).toBe(1)
})

test('a session is kept open for somebody who was just let in', async () => {
  const { session } = await makeSession([ana])
  await db.session.update({ where: { id: session.id }, data: { expectedUntil: at(35) } })
  await endSession(session.id, 'whenDue', at(34))
  expect((await db.session.findUniqueOrThrow({ where: { id: session.id } })).endedAt).toBeNull()
  await endSession(session.id, 'whenDue', at(35))
  expect((await db.session.findUniqueOrThrow({ where: { id: session.id } })).endedAt).toEqual(at(30))
})

test.each([
  { peakCount: 1, replyCount: 0, kept: false },
  { peakCount: 2, replyCount: 0, kept: true },
  { peakCount: 1, replyCount: 1, kept: true },
])('with $peakCount together and $replyCount replies, its post is kept: $kept', async ({ peakCount, replyCount, kept }) => {
  const { session } = await makeSession([ana])
  await db.session.update({ where: { id: session.id }, data: { peakCount } })
  await db.thread.update({ where: { sessionId: session.id }, data: { replyCount } })
  await endSession(session.id, 'now')
  expect(await db.thread.count({ where: { sessionId: session.id, deletedAt: null } })).toBe(kept ? 1 : 0)
  expect((await getSessionPage(ana, session.id)).threadId !== null).toBe(kept)
})
