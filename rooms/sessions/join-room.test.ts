import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { ROOM_CAPACITY } from '#rooms/livekit/create-media-room.server.ts'
import { openSession } from '#rooms/sessions/open-session.server.ts'
import { prepareJoin } from '#rooms/sessions/prepare-join.server.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { joinRoom } from './join-room.server.ts'

test('twenty joins of an idle room that race open one session', async () => {
  const ana = await makePerson('Ana')
  const { room } = await makeRoom([ana])
  const sessions = await Promise.all(Array.from({ length: 20 }, () => openSession(room, ana.id, new Date())))
  expect(new Set(sessions.map(({ id }) => id)).size).toBe(1)
  expect(await db.session.count({ where: { roomId: room.id } })).toBe(1)
})

test('without LiveKit, joining says so, and the next try uses the same session', async () => {
  const ana = await makePerson('Ana')
  const { room } = await makeRoom([ana])
  await expect(joinRoom(ana, room.id)).rejects.toMatchObject({ code: 'livekit.unavailable' })
  await expect(joinRoom(ana, room.id)).rejects.toMatchObject({ code: 'livekit.unavailable' })
  expect(await db.session.count({ where: { roomId: room.id } })).toBe(1)
})

test('who may not know of a room hears that there is none; who may not enter hears so', async () => {
  const [ana, ben] = await Promise.all([makePerson('Ana'), makePerson('Ben')])
  const secret = await makeRoom([ana], 'secret')
  const closed = await makeRoom([ana], 'closed')
  const open = await makeRoom([ana], 'open')
  await expect(joinRoom(ben, secret.room.id)).rejects.toMatchObject({ code: 'room.notFound' })
  await expect(joinRoom(ben, randomUUID())).rejects.toMatchObject({ code: 'room.notFound' })
  await expect(joinRoom(ben, closed.room.id)).rejects.toMatchObject({ code: 'community.forbidden' })
  await expect(joinRoom(ben, open.room.id)).rejects.toMatchObject({ code: 'community.forbidden' })
})

test('a locked door lets in only those whose visit goes on', async () => {
  const [ana, ben, dan] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Dan')])
  const { room } = await makeRoom([ana, ben, dan])
  await db.room.update({ where: { id: room.id }, data: { door: 'locked' } })
  await expect(prepareJoin(ana, room.id)).rejects.toMatchObject({ code: 'room.locked' })

  const now = new Date()
  const { id: sessionId } = await openSession(room, ana.id, now)
  const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000)
  await db.visit.createMany({
    data: [
      { sessionId, memberId: ana.id, joinedAt: secondsAgo(300), leftAt: secondsAgo(59) },
      { sessionId, memberId: dan.id, joinedAt: secondsAgo(300), leftAt: secondsAgo(61) },
    ],
  })
  expect(await prepareJoin(ana, room.id, now)).toMatchObject({ sessionId, identity: ana.id })
  await expect(prepareJoin(ben, room.id, now)).rejects.toMatchObject({ code: 'room.locked' })
  await expect(prepareJoin(dan, room.id, now)).rejects.toMatchObject({ code: 'room.locked' })
})

test('a full room lets nobody in but those who are in it, or have just been; one who leaves makes room for one', async () => {
  const members = await Promise.all(Array.from({ length: ROOM_CAPACITY }, (_, index) => makePerson(`Person ${index}`)))
  const [ana, ben, dan] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Dan')])
  const { room } = await makeRoom([...members, ana, ben, dan])
  const now = new Date()
  const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000)
  const { id: sessionId } = await openSession(room, ana.id, now)
  const inside = members.map(({ id: memberId }) => ({ sessionId, memberId, joinedAt: secondsAgo(300) }))
  await db.visit.createMany({ data: inside.slice(1) })
  expect(await prepareJoin(ben, room.id, now), 'one less than full').toMatchObject({ sessionId })

  await db.visit.createMany({
    data: [...inside.slice(0, 1), { sessionId, memberId: ana.id, joinedAt: secondsAgo(300), leftAt: secondsAgo(59) }],
  })
  await expect(prepareJoin(ben, room.id, now)).rejects.toMatchObject({ code: 'room.full', details: { capacity: ROOM_CAPACITY } })
  await expect(joinRoom(ben, room.id, now)).rejects.toMatchObject({ code: 'room.full' })
  for (const member of [members[0], ana]) expect(await prepareJoin(member as Viewer, room.id, now)).toMatchObject({ sessionId })

  await db.visit.updateMany({ where: { memberId: members[0]?.id ?? '' }, data: { leftAt: now } })
  expect(await prepareJoin(ben, room.id, now)).toMatchObject({ sessionId })
})

test('preparing opens nothing', async () => {
  const ana = await makePerson('Ana')
  const { room } = await makeRoom([ana])
  expect(await prepareJoin(ana, room.id)).toEqual({ url: '/livekit' })
  expect(await db.session.count({ where: { roomId: room.id } })).toBe(0)
})
