import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '#platform/db.server.ts'
import { traceSchema } from '#rooms/follow-ups/contract.ts'
import { lockSession, recordFacts } from '#rooms/presence/record-facts.server.ts'
import { endSession } from '#rooms/sessions/end-session.server.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { closeAgenda } from './close-agenda.server.ts'
import { gatherAgenda } from './gather-agenda.server.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 9, minute))

/** A room with three lines for next time, of whose people Emma can't be there. */
async function scene() {
  const [ana, ben, emma] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Emma')])
  const { room, community } = await makeRoom([ana, ben, emma])
  const place = { roomId: room.id, communityId: community.id }
  const lines = await db.agendaItem.createManyAndReturn({
    data: ['Chairs', 'Tables', 'Lamps'].map((title, position) => ({ ...place, title, position, createdAt: at(-30) })),
  })
  await db.absence.create({ data: { roomId: room.id, memberId: emma.id } })
  const session = await db.session.create({ data: { ...place, openedAt: at(0) } })
  const comes = (memberId: string, minute: number) =>
    db.$transaction(async (tx) => {
      const locked = await lockSession(tx, session.id)
      if (!locked) throw new Error('no session')
      return recordFacts(tx, locked, [{ kind: 'joined', sid: randomUUID(), memberId, joinedAt: at(minute) }])
    })
  const titles = async () => (await gatherAgenda({ roomId: room.id }))?.items.map(({ title }) => title)
  return { ana, ben, emma, room, session, lines, comes, titles }
}

test('what waits goes to the session with its first person, once', async () => {
  const { ana, ben, room, session, comes } = await scene()
  expect((await gatherAgenda({ roomId: room.id }))?.session).toBeNull()
  await comes(ana.id, 1)
  expect(await gatherAgenda({ roomId: room.id })).toMatchObject({ rev: 1, session: { id: session.id }, absent: [{ name: 'Emma' }] })
  await comes(ben.id, 2)
  expect(await gatherAgenda({ roomId: room.id })).toMatchObject({
    rev: 1,
    items: [{ title: 'Chairs' }, { title: 'Tables' }, { title: 'Lamps' }],
  })
})

test('at the end the open span ends too, and what was not reached waits for the next session', async () => {
  const { ana, ben, emma, room, session, lines, comes, titles } = await scene()
  await comes(ana.id, 1)
  await comes(ben.id, 2)
  const [chairs, , lamps] = lines
  await db.agendaSpan.create({ data: { sessionId: session.id, itemId: lamps?.id ?? '', startedAt: at(3), endedAt: at(5) } })
  await db.agendaSpan.create({ data: { sessionId: session.id, itemId: chairs?.id ?? '', startedAt: at(5) } })
  const closed = await db.$transaction(async (tx) => {
    const locked = await lockSession(tx, session.id)
    return locked && closeAgenda(tx, { ...locked, peakCount: 2 }, at(20))
  })
  expect(closed).toMatchObject({
    reached: [
      { title: 'Chairs', spans: [{ startedAt: at(5), endedAt: at(20) }] },
      { title: 'Lamps', spans: [{ startedAt: at(3), endedAt: at(5) }] },
    ],
    notReached: [{ title: 'Tables', spans: [] }],
    written: true,
  })
  await db.session.update({ where: { id: session.id }, data: { endedAt: at(20) } })
  expect(await titles()).toEqual(['Tables'])
  expect(await db.absence.findMany({ where: { roomId: room.id } })).toMatchObject([{ memberId: emma.id, sessionId: session.id }])
})

test('who drops in alone takes nobody’s agenda away, and leaves no post for having had one', async () => {
  const { ana, emma, room, session, comes, titles } = await scene()
  await comes(ana.id, 1)
  await endSession(session.id, 'now', at(2))
  expect(await titles()).toEqual(['Chairs', 'Tables', 'Lamps'])
  expect(await db.absence.findMany({ where: { roomId: room.id } })).toMatchObject([{ memberId: emma.id, sessionId: null }])
  expect(await db.thread.count({ where: { sessionId: session.id, deletedAt: null } })).toBe(0)
})

test('facts that come late and end the session earlier cut its spans there, and what the follow-up tells of them', async () => {
  const { ana, ben, session, lines, comes } = await scene()
  await comes(ana.id, 1)
  await comes(ben.id, 2)
  const [chairs, tables] = lines.map(({ id }) => id)
  await db.agendaSpan.create({ data: { sessionId: session.id, itemId: chairs ?? '', startedAt: at(3), endedAt: at(18) } })
  await db.agendaSpan.create({ data: { sessionId: session.id, itemId: tables ?? '', startedAt: at(18) } })
  const leave = (minute: number, inferred: boolean) =>
    db.$transaction(async (tx) => {
      const locked = await lockSession(tx, session.id)
      const connections = await tx.connection.findMany({ where: { sessionId: session.id } })
      const facts = connections.map(({ sid, memberId }) =>
        inferred
          ? ({ kind: 'missed', sid, memberId, missedAt: at(minute) } as const)
          : ({ kind: 'left', sid, memberId, joinedAt: null, leftAt: at(minute) } as const),
      )
      return locked && recordFacts(tx, locked, facts)
    })
  await leave(20, true)
  await endSession(session.id, 'now', at(21))
  await leave(12, false)
  expect(await db.session.findUniqueOrThrow({ where: { id: session.id } })).toMatchObject({ endedAt: at(12) })
  const spans = await db.agendaSpan.findMany({ where: { sessionId: session.id } })
  expect(spans).toMatchObject([{ itemId: chairs, startedAt: at(3), endedAt: at(12) }])
  const { trace } = await db.followUp.findUniqueOrThrow({ where: { sessionId: session.id } })
  const { agenda } = traceSchema.parse(trace)
  expect(agenda.map(({ title, spans }) => [title, spans.map(({ endedAt }) => endedAt)])).toEqual([
    ['Chairs', [at(12).toISOString()]],
    ['Tables', []],
    ['Lamps', []],
  ])
})

test('a line that was discussed is something to tell, also by one person', async () => {
  const { ana, session, lines, comes } = await scene()
  await comes(ana.id, 1)
  await db.agendaSpan.create({ data: { sessionId: session.id, itemId: lines[0]?.id ?? '', startedAt: at(2) } })
  await endSession(session.id, 'now', at(9))
  expect(await db.thread.count({ where: { sessionId: session.id, deletedAt: null } })).toBe(1)
  expect(await db.agendaSpan.findMany({ where: { sessionId: session.id } })).toMatchObject([{ endedAt: at(9) }])
})
