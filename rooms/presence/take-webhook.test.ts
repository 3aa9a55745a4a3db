import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#platform/db.server.ts'
import { endSession } from '#rooms/sessions/end-session.server.ts'
import { truncateAll } from '#tests/database.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { signWebhook } from '#tests/sign-webhook.ts'
import { takeWebhook } from './take-webhook.server.ts'

const FOLDER = path.join(import.meta.dirname, 'recorded-webhooks')
const recordings = readdirSync(FOLDER).map((file) => {
  const bodies = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as { event: string; room: { name: string } }[]
  return { name: path.basename(file, '.json'), bodies: bodies.map((body) => JSON.stringify(body)), sessionId: bodies[0]?.room.name ?? '' }
})
const PEOPLE = { Ana: 'a', Ben: 'b', Chloé: 'c' }

let roomId: string
let communityId: string

beforeEach(async () => {
  await truncateAll()
  const people = await Promise.all(
    Object.entries(PEOPLE).map(([name, letter]) => makePerson(name, `01900000-0000-7000-8000-00000000000${letter}`)),
  )
  const made = await makeRoom(people)
  roomId = made.room.id
  communityId = made.community.id
})

const openedAt = new Date('2026-11-24T02:00:00Z')
const open = (id: string) => db.session.create({ data: { id, roomId, communityId, openedAt, emptySince: openedAt } })
const take = async (body: string) => takeWebhook(body, await signWebhook(body))

async function rowsOf(sessionId: string) {
  const order = { orderBy: { joinedAt: 'asc' as const } }
  const { thread, ...session } = await db.session.findUniqueOrThrow({
    where: { id: sessionId },
    include: { connections: order, visits: order, thread: { select: { kind: true, communityId: true, deletedAt: true } } },
  })
  return { session, thread, receipts: await db.webhookReceipt.count({ where: { sessionId } }) }
}

describe.each(recordings)('the recording $name', ({ bodies, sessionId }) => {
  test('comes to the same rows in any order and with any of it repeated', async () => {
    await open(sessionId)
    for (const body of bodies) expect(await take(body)).toBe(true)
    const wanted = await rowsOf(sessionId)
    expect(wanted.session.connections.every(({ joinedAt, leftAt }) => joinedAt && leftAt)).toBe(true)

    const again = fc.array(fc.constantFrom(...bodies), { maxLength: 6 })
    const orders = again.chain((repeated) => fc.shuffledSubarray([...bodies, ...repeated], { minLength: bodies.length + repeated.length }))
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        await db.session.delete({ where: { id: sessionId } })
        await db.webhookReceipt.deleteMany()
        await open(sessionId)
        for (const body of order) await take(body)
        expect(await rowsOf(sessionId)).toEqual(wanted)
      }),
      { numRuns: 8 },
    )
  }, 60_000)

  test('comes to the same rows when all of it arrives at once', async () => {
    await open(sessionId)
    for (const body of bodies) await take(body)
    const wanted = await rowsOf(sessionId)
    await db.session.delete({ where: { id: sessionId } })
    await db.webhookReceipt.deleteMany()
    await open(sessionId)
    await Promise.all([...bodies, ...bodies].map(take))
    expect(await rowsOf(sessionId)).toEqual(wanted)
  })
})

const recording = (name: string) => recordings.find((one) => one.name === name) ?? expect.fail(`there is no recording ${name}`)

test('a session of two people: two visits, both together, one live card', async () => {
  const { bodies, sessionId } = recording('two-people')
  await open(sessionId)
  for (const body of bodies) await take(body)
  const { session, thread } = await rowsOf(sessionId)
  expect(session).toMatchObject({ personCount: 2, peakCount: 2, endedAt: null })
  expect(session.visits).toHaveLength(2)
  expect(session.emptySince).toEqual(session.visits.at(-1)?.leftAt)
  expect(thread).toMatchObject({ kind: 'session', deletedAt: null })
})

test.each(['lost-and-back', 'two-tabs'])('who reconnects in %s has one visit', async (name) => {
  const { bodies, sessionId } = recording(name)
  await open(sessionId)
  for (const body of bodies) await take(body)
  const { session } = await rowsOf(sessionId)
  expect(session.connections.length).toBe(session.personCount + 1)
  expect(session.visits.length).toBe(session.personCount)
})

test('what comes after the end makes the visits more exact, and brings nobody back', async () => {
  const { bodies, sessionId } = recording('two-people')
  const joins = bodies.filter((body) => body.includes('"participant_joined"'))
  const leaves = bodies.filter((body) => body.includes('"participant_left"'))
  await open(sessionId)
  for (const body of joins) await take(body)
  await endSession(sessionId, 'now', new Date('2026-11-24T09:00:00Z'))
  for (const body of [...leaves, ...joins]) await take(body)
  const { session } = await rowsOf(sessionId)
  expect(session.connections.every(({ leftInferred }) => !leftInferred)).toBe(true)
  expect(session.endedAt).toEqual(session.visits.at(-1)?.leftAt)
  expect(session.visits.every(({ leftAt }) => leftAt)).toBe(true)
})

test('a join that is told only after the end is over with it', async () => {
  const { bodies, sessionId } = recording('two-people')
  const [first, second] = bodies.filter((body) => body.includes('"participant_joined"'))
  await open(sessionId)
  await take(first ?? '')
  await endSession(sessionId, 'now', new Date('2026-11-24T09:00:00Z'))
  await take(second ?? '')
  const { session } = await rowsOf(sessionId)
  expect(session.visits.map(({ leftAt }) => leftAt)).toEqual([session.endedAt, session.endedAt])
})

test('who came in after the end has the room closed once more; the same word of it again changes nothing', async () => {
  const { bodies, sessionId } = recording('two-people')
  const [first, second] = bodies.filter((body) => body.includes('"participant_joined"')) as [string, string]
  const isClosed = async () => (await db.session.findUniqueOrThrow({ where: { id: sessionId } })).mediaClosedAt !== null
  const closes = () => db.session.update({ where: { id: sessionId }, data: { mediaClosedAt: new Date() } })
  await open(sessionId)
  await take(first)
  await endSession(sessionId, 'now', new Date('2026-11-24T09:00:00Z'))
  await closes()
  await take(first)
  expect(await isClosed()).toBe(true)
  // No LiveKit runs here: that it has to be closed stays written down.
  await take(second)
  expect(await isClosed()).toBe(false)
  await closes()
  await take(second)
  expect(await isClosed()).toBe(true)
})

test('the roster grows by one with each change, and by none with a repeated one', async () => {
  const { bodies, sessionId } = recording('two-people')
  await open(sessionId)
  const revs: number[] = []
  for (const body of bodies.flatMap((one) => [one, one])) {
    await take(body)
    revs.push((await db.room.findUniqueOrThrow({ where: { id: roomId } })).rosterRev)
  }
  expect(revs).toEqual([...revs].sort((a, b) => a - b))
  expect(revs.at(-1)).toBe(4)
})

test('what LiveKit did not sign is refused and leaves nothing', async () => {
  const { bodies, sessionId } = recording('two-people')
  await open(sessionId)
  const body = bodies.find((one) => one.includes('"participant_joined"')) ?? ''
  expect(await takeWebhook(body, null)).toBe(false)
  expect(await takeWebhook(body, await signWebhook(`${body} `))).toBe(false)
  expect(await takeWebhook(body.replace('ana', 'dan'), await signWebhook(body))).toBe(false)
  expect((await rowsOf(sessionId)).session.connections).toEqual([])
  expect(await db.webhookReceipt.count()).toBe(0)
})

test('what is not of our sessions, or of no person, is passed over', async () => {
  const { bodies, sessionId } = recording('two-people')
  const body = bodies.find((one) => one.includes('"participant_joined"')) ?? ''
  expect(await take(body)).toBe(true)
  await open(sessionId)
  const changed = (change: Record<string, unknown>) => {
    const event = JSON.parse(body) as { participant: object }
    return JSON.stringify({ ...event, participant: { ...event.participant, ...change } })
  }
  await take(changed({ kind: 'EGRESS' }))
  await take(changed({ permission: { hidden: true } }))
  await take(changed({ identity: 'recorder' }))
  await take(changed({ identity: '01900000-0000-7000-8000-0000000000ff' }))
  expect((await rowsOf(sessionId)).session.connections).toEqual([])
})
