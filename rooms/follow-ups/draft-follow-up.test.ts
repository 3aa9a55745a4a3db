import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { lockSession, recordFacts } from '#rooms/presence/record-facts.server.ts'
import { endSession } from '#rooms/sessions/end-session.server.ts'
import { makePeople } from '#tests/communities-scene.ts'
import { at, followUpOf, haveMet as haveMetOf, inboxOf, kindsOf, meet as meetOf } from '#tests/follow-up-scene.ts'
import { makePerson } from '#tests/rooms-scene.ts'
import { catchUp } from './catch-up.server.ts'
import { editFollowUp } from './edit-follow-up.server.ts'
import { findFollowUp } from './find-follow-up.server.ts'
import { findMissedView } from './find-missed-view.server.ts'
import { publishFollowUp } from './publish-follow-up.server.ts'
import { remindOfFollowUps } from './remind-of-follow-up.server.ts'

let ana: Viewer
let ben: Viewer
let chloe: Viewer
let dan: Viewer
let emma: Viewer
beforeEach(async () => {
  ;[ana, ben, chloe, dan, emma] = await makePeople('Ana', 'Ben', 'Chloé', 'Dan', 'Emma')
})

remindOfFollowUps()

const meet = (options?: { more?: object }) => meetOf({ ana, ben, chloe, dan }, options)
const haveMet = (more?: object) => haveMetOf({ ana, ben, chloe, dan }, more)

test('the end leaves a draft: what was noted, who was there, and whose it is', async () => {
  const { sessionId } = await haveMet()
  const view = await findFollowUp(ana, sessionId)
  expect(view).toMatchObject({
    state: 'draft',
    owner: { id: ana.id },
    title: 'Chairs',
    markdown: '# Decided\n\nOak.',
    html: '<h3>Decided</h3>\n<p>Oak.</p>\n',
    rev: 0,
    mayWrite: true,
    mayTakeOver: false,
    trace: {
      openedAt: at(0).toISOString(),
      endedAt: at(30).toISOString(),
      people: [
        { id: ana.id, name: 'Ana', presentMs: 20 * 60_000 },
        { id: ben.id, name: 'Ben', presentMs: 28 * 60_000 },
      ],
      missed: [],
    },
  })
  expect(await findFollowUp(ben, sessionId)).toMatchObject({ markdown: null, mayWrite: false, mayTakeOver: true })
  expect(await kindsOf(ana)).toEqual(['followUpDue'])
  expect(await kindsOf(ben)).toEqual([])
})

test('where the session is ended again, at the same time or later, there is one draft and one item', async () => {
  const { sessionId } = await meet()
  await Promise.all([endSession(sessionId, 'now', at(31)), endSession(sessionId, 'whenDue', at(31)), endSession(sessionId, 'now', at(31))])
  await endSession(sessionId, 'now', at(32))
  expect(await db.followUp.count({ where: { sessionId } })).toBe(1)
  expect(await inboxOf(ana)).toMatchObject([{ kind: 'followUpDue', count: 1 }])
})

test('a session that leaves no thread has no follow-up; one in which somebody wrote has', async () => {
  const alone = await meet({ more: { peakCount: 1, notes: {} } })
  await endSession(alone.sessionId, 'now', at(31))
  expect(await findFollowUp(ana, alone.sessionId)).toBeNull()
  expect(await inboxOf(ana)).toEqual([])
  const wrote = await meet({ more: { peakCount: 1 } })
  await endSession(wrote.sessionId, 'now', at(31))
  expect(await findFollowUp(ana, wrote.sessionId)).toMatchObject({ state: 'draft' })
})

test('what was recorded of somebody who was alone keeps the thread; a recording that never began does not', async () => {
  const startedOr = async (startedAt: Date | null) => {
    const { sessionId, threadId, community } = await meet({ more: { peakCount: 1, notes: {} } })
    await db.recording.create({ data: { sessionId, communityId: community.id, requestedById: ana.id, startedAt } })
    await endSession(sessionId, 'now', at(31))
    return (await db.thread.findUniqueOrThrow({ where: { id: threadId } })).deletedAt
  }
  expect(await startedOr(at(5))).toBeNull()
  expect(await startedOr(null)).not.toBeNull()
})

test('a session that is empty is over a minute after the last one left, and not a moment sooner', async () => {
  const { sessionId } = await meet()
  const endedAt = async () => (await db.session.findUniqueOrThrow({ where: { id: sessionId } })).endedAt
  await endSession(sessionId, 'whenDue', new Date(at(31).getTime() - 1))
  expect(await endedAt()).toBeNull()
  await endSession(sessionId, 'whenDue', at(31))
  expect(await endedAt()).toEqual(at(30))
})

test('who took something on while alone keeps it: the session leaves its thread', async () => {
  const { sessionId, threadId, community } = await meet({ more: { peakCount: 1, notes: {} } })
  await db.action.create({
    data: { communityId: community.id, threadId, sessionId, text: 'Order the oak', assigneeId: ana.id, source: 'thread' },
  })
  await endSession(sessionId, 'now', at(31))
  expect(await db.thread.findUniqueOrThrow({ where: { id: threadId } })).toMatchObject({ deletedAt: null })
  expect(await findFollowUp(ana, sessionId)).toMatchObject({ state: 'draft' })
})

test('who opened it and never came does not have to write it: who was in longest does', async () => {
  const { sessionId } = await haveMet({ openedById: chloe.id })
  expect(await findFollowUp(ben, sessionId)).toMatchObject({ owner: { id: ben.id } })
})

test('agenda, links and reactions of the chat are in the draft; what was not reached is told as such', async () => {
  const { room, community, sessionId } = await meet()
  const item = { communityId: community.id, roomId: room.id, sessionId }
  const oak = await db.agendaItem.create({
    data: {
      ...item,
      title: 'Oak',
      position: 1,
      createdById: chloe.id,
      spans: { create: { sessionId, startedAt: at(5), endedAt: at(15) } },
    },
  })
  const ash = await db.agendaItem.create({ data: { ...item, title: 'Ash', position: 2, ownerId: dan.id, minutes: 10 } })
  await db.absence.create({ data: { roomId: room.id, sessionId, memberId: dan.id } })
  const line = { sessionId, authorId: ben.id, rev: 1, createdAt: at(6) }
  const link = await db.chatLine.create({
    data: {
      ...line,
      clientId: randomUUID(),
      position: 1,
      markdown: 'https://oak.test',
      html: '<p><a href="https://oak.test">https://oak.test</a></p>',
    },
  })
  const loved = await db.chatLine.create({
    data: {
      ...line,
      clientId: randomUUID(),
      position: 2,
      markdown: 'Oak it is',
      html: '<p>Oak it is</p>',
      reactionCount: 1,
      reactions: { create: { memberId: ana.id, emoji: '👍' } },
    },
  })
  await endSession(sessionId, 'now', at(31))
  expect((await findFollowUp(ana, sessionId))?.trace).toMatchObject({
    agenda: [
      { itemId: oak.id, title: 'Oak', reached: true, spans: [{ startedAt: at(5).toISOString(), endedAt: at(15).toISOString() }] },
      { itemId: ash.id, title: 'Ash', reached: false, owner: { id: dan.id, name: 'Dan' }, minutes: 10, spans: [] },
    ],
    missed: [
      { id: dan.id, saidSo: true, onAgenda: true },
      { id: chloe.id, saidSo: false, onAgenda: true },
    ],
    links: [{ url: 'https://oak.test', lineId: link.id, by: { id: ben.id, name: 'Ben' } }],
    loved: [{ lineId: loved.id, text: 'Oak it is', reactions: [{ emoji: '👍', count: 1 }] }],
  })
})

test('facts that come late make the draft more exact, also one that was edited; a published one stays as it was published', async () => {
  const late = async (sessionId: string) => {
    const { sid } = await db.connection.findFirstOrThrow({ where: { sessionId, memberId: ana.id } })
    await db.$transaction(async (tx) => {
      const session = await lockSession(tx, sessionId)
      if (session) await recordFacts(tx, session, [{ kind: 'left', sid, memberId: ana.id, joinedAt: at(0), leftAt: at(25) }])
    })
  }
  const anaIn = async (sessionId: string) => (await findFollowUp(ana, sessionId))?.trace.people.find(({ id }) => id === ana.id)?.presentMs
  const draft = await haveMet()
  await db.notes.update({ where: { sessionId: draft.sessionId }, data: { markdown: 'Oak, or ash.' } })
  await late(draft.sessionId)
  expect(await anaIn(draft.sessionId)).toBe(25 * 60_000)
  expect(await followUpOf(draft.sessionId)).toMatchObject({ markdown: 'Oak, or ash.', rev: 1, editedAt: null })
  const edited = await haveMet()
  await editFollowUp(ana, edited.sessionId, { title: 'Chairs', markdown: 'Oak for the big ones.', rev: 0 })
  await late(edited.sessionId)
  expect(await anaIn(edited.sessionId)).toBe(25 * 60_000)
  expect(await followUpOf(edited.sessionId)).toMatchObject({ markdown: 'Oak for the big ones.', rev: 1 })
  const published = await haveMet()
  await publishFollowUp(ana, published.sessionId, { rev: 0 })
  await late(published.sessionId)
  expect(await anaIn(published.sessionId)).toBe(20 * 60_000)
})

test('a session is missed by those whom it concerns: they said so, had a line, were named, or come often; not by everybody', async () => {
  const fred = await makePerson('Fred')
  const { room, community, sessionId } = await meet()
  await db.membership.create({ data: { communityId: community.id, memberId: fred.id } })
  await db.session.create({
    data: {
      roomId: room.id,
      communityId: community.id,
      openedAt: at(-2000),
      endedAt: at(-1990),
      personCount: 1,
      thread: { create: { kind: 'session', communityId: community.id } },
      visits: { create: { memberId: chloe.id, joinedAt: at(-2000), leftAt: at(-1990) } },
    },
  })
  await db.chatLine.create({
    data: {
      sessionId,
      authorId: ben.id,
      clientId: randomUUID(),
      position: 1,
      rev: 1,
      markdown: '@Dan',
      html: `<p><span class="mention" data-member="${dan.id}">@Dan</span></p>`,
    },
  })
  // Nobody of the community: named or not, there is nothing for her.
  await db.absence.create({ data: { roomId: room.id, sessionId, memberId: emma.id } })
  await endSession(sessionId, 'now', at(31))
  expect([await kindsOf(chloe), await kindsOf(dan), await kindsOf(emma), await kindsOf(fred)]).toEqual([
    ['sessionMissed'],
    ['sessionMissed'],
    [],
    [],
  ])
  const trace = (await findFollowUp(dan, sessionId))?.trace ?? null
  expect(await findMissedView(dan, sessionId, trace)).toMatchObject({ mentions: [{ kind: 'chat', by: { name: 'Ben' } }], answers: [] })
  await catchUp(dan, sessionId, {})
  expect([await kindsOf(dan), await findMissedView(dan, sessionId, trace)]).toEqual([[], null])
  await catchUp(dan, sessionId, { undo: true })
  expect(await kindsOf(dan)).toEqual(['sessionMissed'])
})
