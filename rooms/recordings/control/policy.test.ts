import { beforeEach, expect, test } from 'vitest'
import { editCommunity } from '#communities/memberships/edit-community.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import type { PresenceFact } from '#rooms/presence/merge-fact.server.ts'
import { reactToMemberships } from '#rooms/presence/react-to-memberships.server.ts'
import { lockSession, recordFacts } from '#rooms/presence/record-facts.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { truncateAll } from '#tests/database.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { startRecording } from './start-recording.server.ts'
import { stopForbidden } from './stop-forbidden.server.ts'

let people: [Viewer, Viewer, Viewer]
let communityId: string
let sessionId: string

beforeEach(async () => {
  await truncateAll()
  people = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Chloé')])
  const { room, community } = await makeRoom(people)
  communityId = community.id
  sessionId = (await db.session.create({ data: { roomId: room.id, communityId } })).id
})

const addMember = async (name: string) => {
  const { id: memberId, ...person } = await makePerson(name)
  await db.membership.create({ data: { communityId, memberId } })
  return { id: memberId, ...person }
}
const policyIs = (recordingPolicy: 'allowed' | 'automatic' | 'forbidden') =>
  db.community.update({ where: { id: communityId }, data: { recordingPolicy } })
/** By a connection of their own; `again`: by another one. */
const sidOf = (who: Viewer, again: string) => `PA_${who.id}${again}`
const record = (fact: PresenceFact) =>
  db.$transaction(async (tx) => {
    const session = await lockSession(tx, sessionId)
    if (session) await recordFacts(tx, session, [fact])
  })
const comesIn = (who: Viewer, again = '') => record({ kind: 'joined', sid: sidOf(who, again), memberId: who.id, joinedAt: new Date() })
const goesOut = (who: Viewer) => record({ kind: 'left', sid: sidOf(who, ''), memberId: who.id, joinedAt: null, leftAt: new Date() })

test('where sessions are recorded by themselves, it begins with the second person, once', async () => {
  await policyIs('automatic')
  await comesIn(people[0])
  expect(await db.recording.count()).toBe(0)
  await Promise.all([comesIn(people[1]), comesIn(people[1]), comesIn(people[2])])
  const recording = await db.recording.findFirstOrThrow({ include: { consents: true } })
  expect(recording).toMatchObject({ requestedById: null, state: 'requested', wanted: 'record' })
  expect(recording.consents.length).toBeGreaterThanOrEqual(2)
  expect(recording.consents.every(({ answer }) => answer === 'told')).toBe(true)
  await db.$transaction((tx) => changeRecording(tx, recording.id, { wanted: 'stop', state: 'finishing', endedAt: new Date() }))
  await goesOut(people[2])
  await comesIn(people[2], ' again')
  await comesIn(await addMember('Dan'))
  const { _count } = await db.session.findUniqueOrThrow({
    where: { id: sessionId },
    include: { _count: { select: { connections: true } } },
  })
  expect(_count.connections, 'each of them changed who is in').toBe(5)
  expect(await db.recording.count()).toBe(1)
})

test('a recording that was deleted is no reason for another one in the same session', async () => {
  await policyIs('automatic')
  await comesIn(people[0])
  await comesIn(people[1])
  await db.recording.updateMany({ data: { wanted: 'stop', state: 'deleted', endedAt: new Date(), deletedAt: new Date() } })
  await comesIn(people[2])
  expect(await db.recording.count()).toBe(1)
})

test('two connections of one person are not two people', async () => {
  await policyIs('automatic')
  await comesIn(people[0])
  await comesIn(people[0], ' in another tab')
  await comesIn(people[1])
  await db.recording.deleteMany()
  await goesOut(people[1])
  await comesIn(people[0], ' in a third tab')
  expect(await db.recording.count()).toBe(0)
})

test('elsewhere nothing begins by itself', async () => {
  for (const who of people) await comesIn(who)
  expect(await db.recording.count()).toBe(0)
})

test('a community that wants no recordings any more has the running one stop; what was missed, the sweep finds', async () => {
  const stop = reactToMemberships()
  for (const who of people) await comesIn(who)
  await startRecording(people[1], sessionId)
  const about = { name: 'Design', purpose: '', visibility: 'closed', recordingPolicy: 'forbidden' }
  await editCommunity(people[0], communityId, about)
  stop()
  expect(await db.recording.findFirst()).toMatchObject({ wanted: 'stop', cause: 'recording.forbidden', rev: 2 })
  await Promise.all([stopForbidden(), stopForbidden(communityId)])
  expect(await db.recording.findFirst()).toMatchObject({ rev: 2 })

  await db.recording.deleteMany()
  await policyIs('allowed')
  await startRecording(people[1], sessionId)
  await policyIs('forbidden')
  await stopForbidden()
  expect(await db.recording.findFirst()).toMatchObject({ wanted: 'stop', cause: 'recording.forbidden' })
})
