import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeOf } from '#communities/inbox/contract.ts'
import { listInbox } from '#communities/inbox/list-inbox.server.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { readRosters } from '#rooms/presence/read-rosters.server.ts'
import { lockSession, recordFacts } from '#rooms/presence/record-facts.server.ts'
import { endSession } from '#rooms/sessions/end-session.server.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { addAgendaItem } from './add-agenda-item.server.ts'
import { answerRemark } from './answer-remark.server.ts'
import type { Agenda } from './contract.ts'
import { describeTalks } from './describe-talks.server.ts'
import { discussLive } from './discuss-live.server.ts'
import { AGENDA_MAX } from './fields.server.ts'
import { finishAgendaItem } from './finish-agenda-item.server.ts'
import { goOn } from './go-on.server.ts'
import { leaveRemark } from './leave-remark.server.ts'
import { readAgenda } from './read-agenda.server.ts'
import { removeAgendaItem } from './remove-agenda-item.server.ts'
import { reorderAgenda } from './reorder-agenda.server.ts'
import { setAbsence } from './set-absence.server.ts'
import { setNow } from './set-now.server.ts'
import { takeBackRemark } from './take-back-remark.server.ts'

async function scene() {
  const [ana, ben, emma] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Emma')])
  const { room, community } = await makeRoom([ana, ben, emma])
  const roomId = room.id
  const agenda = () => readAgenda(ana, { roomId })
  const add = (title: string, who = ana) => addAgendaItem(who, roomId, { title, clientId: randomUUID() })
  const id = async (title: string) => (await agenda()).items.find((item) => item.title === title)?.id ?? ''
  /** Somebody comes, and with the first one the session is there. */
  const comes = async (who = ana) => {
    const session =
      (await db.session.findFirst({ where: { roomId, endedAt: null } })) ??
      (await db.session.create({ data: { roomId, communityId: community.id, openedById: who.id } }))
    await db.$transaction(async (tx) => {
      const locked = await lockSession(tx, session.id)
      if (locked) await recordFacts(tx, locked, [{ kind: 'joined', sid: randomUUID(), memberId: who.id, joinedAt: new Date() }])
    })
    return session
  }
  return { ana, ben, emma, room, roomId, community, agenda, add, id, comes }
}

const titles = ({ items }: Agenda) => items.map(({ title }) => title)
const nowOf = ({ items }: Agenda) => items.find(({ spans }) => spans.some(({ endedAt }) => endedAt === null))?.title ?? null

/** Pairs of spans that overlap, in the database's own words; and how many are open. */
async function faultsOf(sessionId: string) {
  const overlapping = await db.$queryRaw<object[]>`
    SELECT a.id FROM "AgendaSpan" a JOIN "AgendaSpan" b ON a."sessionId" = b."sessionId" AND a.id < b.id
    WHERE a."sessionId" = ${sessionId}::uuid
      AND tstzrange(a."startedAt", a."endedAt") && tstzrange(b."startedAt", b."endedAt")`
  const backwards = await db.$queryRaw<object[]>`
    SELECT id FROM "AgendaSpan" WHERE "sessionId" = ${sessionId}::uuid AND "endedAt" <= "startedAt"`
  return { overlapping, backwards, open: await db.agendaSpan.count({ where: { sessionId, endedAt: null } }) }
}

test('the same line sent again, also at the same time, is one line', async () => {
  const { ana, roomId, agenda } = await scene()
  const clientId = randomUUID()
  await Promise.all(Array.from({ length: 5 }, () => addAgendaItem(ana, roomId, { title: 'Chairs', clientId })))
  expect(await agenda()).toMatchObject({ rev: 1, items: [{ title: 'Chairs' }] })
  await addAgendaItem(ana, roomId, { title: ' Chairs ', clientId })
  expect(await agenda()).toMatchObject({ rev: 1, items: [{ title: 'Chairs' }] })
  await addAgendaItem(ana, roomId, { title: '  Chairs and  tables ', minutes: '15', ownerId: ana.id, clientId: randomUUID() })
  expect(await agenda()).toMatchObject({
    rev: 2,
    items: [{ title: 'Chairs' }, { title: 'Chairs and tables', minutes: 15, owner: { name: 'Ana' } }],
  })
  await expect(addAgendaItem(ana, roomId, { title: ' ', clientId })).rejects.toMatchObject({ fields: { title: 'agendaTitle.missing' } })
  const stranger = await makePerson('Dan')
  await expect(addAgendaItem(ana, roomId, { title: 'Lamps', ownerId: stranger.id, clientId: randomUUID() })).rejects.toMatchObject({
    code: 'member.notFound',
  })
})

test('lines added while the first person comes are on the agenda of that session, none is left behind', async () => {
  const { ana, ben, agenda, add, comes } = await scene()
  const [session] = await Promise.all([comes(), ...Array.from({ length: 8 }, (_, index) => add(`Line ${index}`, index % 2 ? ana : ben))])
  const now = await agenda()
  expect(now.session?.id).toBe(session.id)
  expect(now.items).toHaveLength(8)
  expect(new Set(now.items.map(({ id }) => id)).size).toBe(8)
})

test('an agenda holds so many lines, and no more; what was removed makes room', async () => {
  const { ana, room, roomId, community, agenda, add, id } = await scene()
  await db.agendaItem.createMany({
    data: Array.from({ length: AGENDA_MAX - 1 }, (_, position) => ({
      ...{ communityId: community.id, roomId: room.id, createdById: ana.id, clientId: randomUUID() },
      ...{ title: `Line ${position}`, position },
    })),
  })
  await add('The last one')
  await expect(add('One more')).rejects.toMatchObject({ code: 'agenda.full', details: { most: AGENDA_MAX } })
  expect((await agenda()).items).toHaveLength(AGENDA_MAX)
  await removeAgendaItem(ana, roomId, { itemId: await id('Line 7') })
  await add('One more')
  expect((await agenda()).items.at(-1)).toMatchObject({ title: 'One more' })
})

test('a line of a session that is over is changed no more', async () => {
  const { ana, roomId, add, id, comes } = await scene()
  await add('Chairs')
  const session = await comes()
  const itemId = await id('Chairs')
  await setNow(ana, roomId, { itemId })
  await endSession(session.id, 'now', new Date(Date.now() + 60_000))
  await comes()
  await expect(setNow(ana, roomId, { itemId })).rejects.toMatchObject({ code: 'agenda.over' })
  await expect(finishAgendaItem(ana, roomId, { itemId, done: true })).rejects.toMatchObject({ code: 'agenda.over' })
  expect(await db.agendaItem.findUnique({ where: { id: itemId } })).toMatchObject({ sessionId: session.id, doneAt: null })
})

test('a line that was ticked off without ever being now was reached; one that was removed waits for no session', async () => {
  const { ana, roomId, add, id, comes } = await scene()
  for (const title of ['Chairs', 'Tables', 'Lamps']) await add(title)
  const [chairs, tables, lamps] = [await id('Chairs'), await id('Tables'), await id('Lamps')]
  await removeAgendaItem(ana, roomId, { itemId: lamps })
  const session = await comes()
  await finishAgendaItem(ana, roomId, { itemId: chairs, done: true })
  await endSession(session.id, 'now', new Date(Date.now() + 60_000))
  const where = async (itemId: string) => (await db.agendaItem.findUniqueOrThrow({ where: { id: itemId } })).sessionId
  expect([await where(chairs), await where(tables), await where(lamps)]).toEqual([session.id, null, null])
})

test('an order, a removal and its undo hold, whatever is added meanwhile', async () => {
  const { ana, ben, roomId, agenda, add, id } = await scene()
  for (const title of ['Chairs', 'Tables', 'Lamps']) await add(title)
  const [chairs, tables, lamps] = [await id('Chairs'), await id('Tables'), await id('Lamps')]
  await Promise.all([reorderAgenda(ana, roomId, { itemIds: [lamps, chairs, tables] }), add('Rugs', ben)])
  expect(titles(await agenda())).toEqual(['Lamps', 'Chairs', 'Tables', 'Rugs'])
  await removeAgendaItem(ana, roomId, { itemId: chairs })
  expect(titles(await agenda())).toEqual(['Lamps', 'Tables', 'Rugs'])
  await removeAgendaItem(ana, roomId, { itemId: chairs, restore: true })
  expect(titles(await agenda())).toEqual(['Lamps', 'Chairs', 'Tables', 'Rugs'])
})

test('one line at a time is now, and the roster says which', async () => {
  const { ana, room, roomId, agenda, add, id, comes } = await scene()
  await add('Chairs')
  await add('Tables')
  await expect(setNow(ana, roomId, { itemId: await id('Chairs') })).rejects.toMatchObject({ code: 'agenda.notRunning' })
  await comes()
  const before = (await readRosters({ roomIds: [room.id] }))[0]?.rev ?? 0
  await setNow(ana, roomId, { itemId: await id('Chairs') })
  const [roster] = await readRosters({ roomIds: [room.id] })
  expect(roster).toMatchObject({ rev: before + 1, session: { now: { title: 'Chairs' } } })
  await goOn(ana, roomId, { from: await id('Chairs') })
  expect(nowOf(await agenda())).toBe('Tables')
  expect((await agenda()).items[0]).toMatchObject({ title: 'Chairs', done: true, spans: [{ endedAt: expect.any(String) }] })
  await finishAgendaItem(ana, roomId, { itemId: await id('Tables'), done: true })
  expect(await readRosters({ roomIds: [room.id] })).toMatchObject([{ session: { now: null } }])
  await setNow(ana, roomId, { itemId: await id('Chairs') })
  expect((await agenda()).items[0]).toMatchObject({ done: false })
})

test('two who press "Next" at the same time skip nothing', async () => {
  const { ana, ben, roomId, agenda, add, id, comes } = await scene()
  for (const title of ['Chairs', 'Tables', 'Lamps']) await add(title)
  await comes()
  await setNow(ana, roomId, { itemId: await id('Chairs') })
  const from = await id('Chairs')
  await Promise.all([goOn(ana, roomId, { from }), goOn(ben, roomId, { from }), goOn(ana, roomId, { from })])
  expect(nowOf(await agenda())).toBe('Tables')
})

test('whatever races (now, next, done, removal, the end of the session): spans never overlap, and none stays open', async () => {
  const { ana, ben, roomId, add, agenda, id, comes } = await scene()
  for (const title of ['Chairs', 'Tables', 'Lamps']) await add(title)
  const session = await comes()
  const ids = [await id('Chairs'), await id('Tables'), await id('Lamps')]
  const attempts = (who: typeof ana) =>
    ids.flatMap((itemId, index) => [
      setNow(who, roomId, { itemId }),
      goOn(who, roomId, { from: itemId }),
      finishAgendaItem(who, roomId, { itemId, done: index === 0 }),
      removeAgendaItem(who, roomId, { itemId, restore: index !== 2 }),
      setNow(who, roomId, { itemId: index === 1 ? null : itemId }),
    ])
  const running = await Promise.allSettled([...attempts(ana), ...attempts(ben)])
  expect(await faultsOf(session.id)).toMatchObject({ overlapping: [], backwards: [], open: expect.any(Number) })
  await Promise.all([ana, ben].map(({ id: memberId }) => writingLimit.reset(memberId)))
  const ending = await Promise.allSettled([...attempts(ana), endSession(session.id, 'now'), ...attempts(ben)])
  const refused = [...running, ...ending].flatMap((outcome) =>
    outcome.status === 'rejected' ? [(outcome.reason as { code: string }).code] : [],
  )
  expect(refused.filter((code) => !['agenda.over', 'agenda.notRunning', 'agendaItem.notFound'].includes(code))).toEqual([])
  expect(await faultsOf(session.id)).toEqual({ overlapping: [], backwards: [], open: 0 })
  expect((await agenda()).session).toBeNull()
})

test('in any order of events, with clocks that go back and forth, the rows hold the rule', { timeout: 60_000 }, async () => {
  const { ana, roomId, add, id, comes } = await scene()
  for (const title of ['Chairs', 'Tables', 'Lamps']) await add(title)
  const session = await comes()
  const ids = [await id('Chairs'), await id('Tables'), await id('Lamps')]
  const event = fc.record({
    does: fc.constantFrom('now', 'next', 'done', 'undone', 'none'),
    line: fc.integer({ min: 0, max: 2 }),
    second: fc.integer({ min: 0, max: 30 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 10 }), async (events) => {
      // A loop is what the limit on writing is there for.
      await writingLimit.reset(ana.id)
      await db.agendaSpan.deleteMany({ where: { sessionId: session.id } })
      await db.agendaItem.updateMany({ where: { sessionId: session.id }, data: { doneAt: null } })
      for (const { does, line, second } of events) {
        const at = new Date(Date.UTC(2026, 10, 24, 9, 0, second))
        const itemId = ids[line] ?? ''
        if (does === 'now') await setNow(ana, roomId, { itemId }, at)
        else if (does === 'next') await goOn(ana, roomId, { from: itemId }, at)
        else if (does === 'none') await setNow(ana, roomId, { itemId: null }, at)
        else await finishAgendaItem(ana, roomId, { itemId, done: does === 'done' }, at)
      }
      const { overlapping, backwards, open } = await faultsOf(session.id)
      expect({ overlapping, backwards, open: open <= 1 }).toEqual({ overlapping: [], backwards: [], open: true })
    }),
    { numRuns: 25 },
  )
})

test('what the absent leave is answered once, in a word, and lands in their inbox', async () => {
  const { ana, ben, emma, roomId, agenda, add, id, comes } = await scene()
  await add('Chairs')
  await setAbsence(emma, roomId, { absent: true })
  await setAbsence(emma, roomId, { absent: 'true' })
  const itemId = await id('Chairs')
  const remark = { itemId, kind: 'question', markdown: 'Which **wood**?', clientId: randomUUID() }
  await leaveRemark(emma, roomId, remark)
  await leaveRemark(emma, roomId, remark)
  const session = await comes()
  const before = await agenda()
  expect(before).toMatchObject({
    absent: [{ name: 'Emma' }],
    items: [{ remarks: [{ kind: 'question', author: { name: 'Emma' }, answer: null }] }],
  })
  const remarkId = before.items[0]?.remarks[0]?.id ?? ''
  const outcomes = await Promise.allSettled([
    answerRemark(ana, roomId, { remarkId, markdown: 'Oak, *oiled*.' }),
    answerRemark(ben, roomId, { remarkId, markdown: 'Beech.' }),
  ])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const [item] = await db.inboxItem.findMany({ where: { memberId: emma.id } })
  expect(item).toMatchObject({
    kind: 'answer',
    roomId,
    sessionId: session.id,
    count: 1,
    excerpt: expect.stringMatching(/^(Oak, oiled\.|Beech\.)$/),
  })
  await comes(emma)
  expect((await agenda()).absent).toEqual([])
})

test('who is named in what is left, or in an answer, hears of it once, with the way to the room; taken back, not any more', async () => {
  const { ana, ben, emma, roomId, agenda, add, id } = await scene()
  await db.member.update({ where: { id: ben.id }, data: { name: `Ben Oak ${ben.id.slice(0, 8)}` } })
  const { name } = await db.member.findUniqueOrThrow({ where: { id: ben.id } })
  await add('Chairs')
  const remark = { itemId: await id('Chairs'), kind: 'question', clientId: randomUUID() }
  await leaveRemark(emma, roomId, { ...remark, markdown: `@${name}, which wood?` })
  await leaveRemark(emma, roomId, { ...remark, markdown: `@${name}, which wood?` })
  const inbox = () => db.inboxItem.findMany({ where: { memberId: ben.id } })
  expect(await inbox()).toMatchObject([{ kind: 'mention', actorId: emma.id, roomId, sessionId: null, threadId: null, count: 1 }])
  const { entries } = await listInbox(ben, { view: 'open' })
  expect(entries.map(placeOf)).toEqual([expect.stringMatching(/^\/c\/.+\/rooms\/main$/)])
  const [left] = (await agenda()).items[0]?.remarks ?? []
  expect(left?.html).toContain(`data-member="${ben.id}"`)
  await takeBackRemark(emma, roomId, { remarkId: left?.id })
  expect(await inbox()).toEqual([])

  await leaveRemark(emma, roomId, { ...remark, clientId: randomUUID(), markdown: 'Which wood?' })
  const remarkId = (await agenda()).items[0]?.remarks[0]?.id
  await answerRemark(ana, roomId, { remarkId, markdown: `@${name} knows` })
  expect(await inbox()).toMatchObject([{ kind: 'mention', actorId: ana.id }])
  expect(await db.inboxItem.findMany({ where: { memberId: emma.id } })).toMatchObject([{ kind: 'answer' }])
})

test('a thread on the agenda says so, then when it was discussed; put there twice, it is there once', async () => {
  const { ana, ben, roomId, community, agenda, comes } = await scene()
  const thread = await db.thread.create({
    data: {
      communityId: community.id,
      kind: 'question',
      authorId: ben.id,
      markdown: '…',
      html: '<p>Oak or <strong>beech</strong> &amp; why?<br />More.</p><p>Yes</p>',
    },
  })
  await Promise.all([discussLive(ana, thread.id, { roomId }), discussLive(ben, thread.id, { roomId })])
  expect(titles(await agenda())).toEqual(['Oak or beech & why?'])
  expect((await describeTalks(ana, [thread.id])).get(thread.id)).toMatchObject([{ sessionId: null, spans: [] }])
  const session = await comes()
  await setNow(ana, roomId, { itemId: (await agenda()).items[0]?.id })
  await endSession(session.id, 'now', new Date(Date.now() + 60_000))
  expect((await describeTalks(ben, [thread.id])).get(thread.id)).toMatchObject([
    { sessionId: session.id, room: { name: 'Main' }, spans: [{ endedAt: expect.any(String) }] },
  ])
  const stranger = await makePerson('Dan')
  expect((await describeTalks(stranger, [thread.id])).size).toBe(0)
  const elsewhere = await makeRoom([ana])
  await expect(discussLive(ana, thread.id, { roomId: elsewhere.room.id })).rejects.toMatchObject({ code: 'room.notFound' })
})
