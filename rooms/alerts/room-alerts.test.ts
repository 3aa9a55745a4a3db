import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import type { PresenceFact } from '#rooms/presence/merge-fact.server.ts'
import { lockSession, recordFacts } from '#rooms/presence/record-facts.server.ts'
import { truncateAll } from '#tests/database.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { findCommunityAlerts } from './find-community-alerts.server.ts'
import { findRoomAlert } from './find-room-alert.server.ts'
import { listRoomAlerts } from './list-room-alerts.server.ts'
import { setRoomAlert } from './set-room-alert.server.ts'

let ana: Viewer
let ben: Viewer
let chloe: Viewer
let roomId: string
let communityId: string

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben, chloe] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Chloé')])
  const made = await makeRoom([ana, ben, chloe])
  roomId = made.room.id
  communityId = made.community.id
  await db.member.updateMany({ data: { quietFrom: 0, quietTo: 0 } })
})

const openSession = async () => (await db.session.create({ data: { roomId, communityId } })).id
const comes = (who: Viewer, sid: string = randomUUID(), minute = 0): PresenceFact => ({
  kind: 'joined',
  sid,
  memberId: who.id,
  joinedAt: new Date(Date.UTC(2026, 10, 24, 9, minute)),
})
const goes = (who: Viewer, sid: string): PresenceFact => ({
  kind: 'left',
  sid,
  memberId: who.id,
  joinedAt: new Date('2026-11-24T09:00:00Z'),
  leftAt: new Date('2026-11-24T09:05:00Z'),
})
const record = (sessionId: string, ...facts: PresenceFact[]) =>
  db.$transaction(async (tx) => {
    const session = await lockSession(tx, sessionId)
    if (!session) throw new Error('no session')
    return recordFacts(tx, session, facts)
  })
const told = (who: Viewer) =>
  db.inboxItem.findMany({ where: { memberId: who.id, kind: 'roomBusy' }, select: { count: true, sessionId: true, actorId: true } })
const end = (sessionId: string) => db.session.update({ where: { id: sessionId }, data: { endedAt: new Date() } })

test('the first person in is told once a session to who waits for one, the second to who waits for two', async () => {
  await setRoomAlert(ana, roomId, { threshold: '1' })
  await setRoomAlert(ben, roomId, { threshold: '2' })
  expect(await Promise.all([ana, ben, chloe].map((who) => findCommunityAlerts(who, communityId)))).toEqual([
    { [roomId]: '1' },
    { [roomId]: '2' },
    {},
  ])
  const sessionId = await openSession()
  const dan = await makePerson('Dan')
  await db.membership.create({ data: { communityId, memberId: dan.id } })
  expect((await record(sessionId, comes(chloe))).alertedIds).toEqual([ana.id])
  expect(await told(ben)).toEqual([])
  expect((await record(sessionId, comes(dan, 'dan', 1))).alertedIds).toEqual([ben.id])
  expect(await told(ana)).toEqual([{ count: 1, sessionId, actorId: chloe.id }])
  expect(await told(ben)).toEqual([{ count: 1, sessionId, actorId: dan.id }])
  await end(sessionId)
  const next = await openSession()
  expect((await record(next, comes(chloe))).alertedIds).toEqual([ana.id])
  expect(await told(ana)).toEqual([{ count: 2, sessionId: next, actorId: chloe.id }])
})

test('whatever comes in whatever order, doubled or at once, it is told once', async () => {
  await setRoomAlert(ana, roomId, { threshold: '1' })
  const sids = ['b1', 'b2', 'c1', 'c2']
  const factOf = (sid: string, left: boolean) => {
    const who = sid.startsWith('b') ? ben : chloe
    return left ? goes(who, `${sid}-${run}`) : comes(who, `${sid}-${run}`)
  }
  let run = ''
  const event = fc.record({ sid: fc.constantFrom(...sids), left: fc.boolean(), twice: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 8 }), fc.boolean(), async (events, atOnce) => {
      run = randomUUID()
      await db.inboxItem.deleteMany()
      await db.session.updateMany({ where: { endedAt: null }, data: { endedAt: new Date() } })
      const sessionId = await openSession()
      const facts = events.flatMap(({ sid, left, twice }) => Array.from({ length: twice ? 2 : 1 }, () => factOf(sid, left)))
      let told = 0
      const tell = async (fact: PresenceFact) => {
        const { alertedIds } = await record(sessionId, fact)
        told += alertedIds.length
      }
      if (atOnce) await Promise.all(facts.map(tell))
      else for (const fact of facts) await tell(fact)
      const items = await db.inboxItem.findMany({ where: { memberId: ana.id } })
      expect(told).toBeLessThanOrEqual(1)
      expect(items.map(({ count }) => count)).toEqual(told === 1 ? [1] : [])
      // In order and with somebody who stays, it is told for certain.
      if (!atOnce && facts[0]?.kind === 'joined') expect(told).toBe(1)
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('a transaction that fails tells nobody, and the next one makes up for it', async () => {
  await setRoomAlert(ana, roomId, { threshold: '1' })
  const sessionId = await openSession()
  await expect(
    db.$transaction(async (tx) => {
      const session = await lockSession(tx, sessionId)
      if (session) await recordFacts(tx, session, [comes(ben, 'once')])
      throw new Error('the process dies here')
    }),
  ).rejects.toThrow('dies here')
  expect(await told(ana)).toEqual([])
  await record(sessionId, comes(ben, 'once'))
  expect(await told(ana)).toEqual([{ count: 1, sessionId, actorId: ben.id }])
})

test('who is or was in is not told, nor who left the community, nor in quiet hours; after them it is told', async () => {
  for (const who of [ana, ben, chloe]) await setRoomAlert(who, roomId, { threshold: '1' })
  await db.membership.delete({ where: { communityId_memberId: { communityId, memberId: chloe.id } } })
  await db.member.update({ where: { id: ana.id }, data: { timeZone: 'UTC', quietFrom: 0, quietTo: 24 * 60 - 1 } })
  const minute = new Date()
  if (minute.getUTCHours() === 23 && minute.getUTCMinutes() === 59) {
    await db.member.update({ where: { id: ana.id }, data: { quietFrom: 60, quietTo: 59 } })
  }
  const sessionId = await openSession()
  expect((await record(sessionId, comes(ben, 'ben'))).alertedIds).toEqual([])
  await db.member.update({ where: { id: ana.id }, data: { quietFrom: 0, quietTo: 0 } })
  const dan = await makePerson('Dan')
  await db.membership.create({ data: { communityId, memberId: dan.id } })
  expect((await record(sessionId, comes(dan), goes(ben, 'ben'))).alertedIds).toEqual([ana.id])
  expect(await told(ben)).toEqual([])
  expect(await told(chloe)).toEqual([])
})

test('asked for while people are in, it begins with the next session; for two, with the second person', async () => {
  const sessionId = await openSession()
  await record(sessionId, comes(chloe))
  await setRoomAlert(ana, roomId, { threshold: '1' })
  await setRoomAlert(ben, roomId, { threshold: '2' })
  const dan = await makePerson('Dan')
  expect((await record(sessionId, comes(dan))).alertedIds).toEqual([ben.id])
})

test('it is kept, changed, listed and taken back, also by who is not in the community any more', async () => {
  await setRoomAlert(ana, roomId, { threshold: '1' })
  await setRoomAlert(ana, roomId, { threshold: '2' })
  expect(await findRoomAlert(ana, roomId)).toBe('2')
  expect(await listRoomAlerts(ana)).toMatchObject([{ threshold: 2, room: { id: roomId }, community: { name: 'Design' } }])
  await db.membership.delete({ where: { communityId_memberId: { communityId, memberId: ana.id } } })
  expect(await listRoomAlerts(ana)).toEqual([])
  await expect(setRoomAlert(ana, roomId, { threshold: '1' })).rejects.toMatchObject({ code: 'community.forbidden' })
  await setRoomAlert(ana, roomId, { threshold: '0' })
  expect(await findRoomAlert(ana, roomId)).toBe('0')
  await expect(setRoomAlert(ben, roomId, { threshold: '7' })).rejects.toMatchObject({ name: 'InvalidInput' })
})
