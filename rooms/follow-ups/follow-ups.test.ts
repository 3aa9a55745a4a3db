import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { runDueJobs } from '#platform/jobs.server.ts'
import { lockSession, recordFacts } from '#rooms/presence/record-facts.server.ts'
import { endSession } from '#rooms/sessions/end-session.server.ts'
import { makePeople } from '#tests/communities-scene.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { catchUp } from './catch-up.server.ts'
import { dismissFollowUp } from './dismiss-follow-up.server.ts'
import { editFollowUp } from './edit-follow-up.server.ts'
import { findFollowUp } from './find-follow-up.server.ts'
import { findMissedView } from './find-missed-view.server.ts'
import { listFollowUpVersions } from './list-follow-up-versions.server.ts'
import { publishFollowUp } from './publish-follow-up.server.ts'
import { dueKey, remindOfFollowUps } from './remind-of-follow-up.server.ts'
import { takeOverFollowUp } from './take-over-follow-up.server.ts'

let ana: Viewer
let ben: Viewer
let chloe: Viewer
let dan: Viewer
let emma: Viewer
beforeEach(async () => {
  ;[ana, ben, chloe, dan, emma] = await makePeople('Ana', 'Ben', 'Chloé', 'Dan', 'Emma')
})

remindOfFollowUps()

/** A Tuesday morning. */
const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 9, minute))

/** A session of Ana, who opened it, and Ben, who stayed longer; of a community in which everybody is but Emma. */
async function meet({ more = {} }: { more?: object } = {}) {
  const { room, community } = await makeRoom([ana, ben, chloe, dan])
  const session = await db.session.create({
    data: {
      roomId: room.id,
      communityId: community.id,
      openedById: ana.id,
      topic: 'Chairs',
      openedAt: at(0),
      emptySince: at(30),
      personCount: 2,
      peakCount: 2,
      thread: { create: { kind: 'session', communityId: community.id } },
      connections: {
        create: [
          { sid: `PA_${randomUUID()}`, memberId: ana.id, joinedAt: at(0), leftAt: at(20), leftInferred: true },
          { sid: `PA_${randomUUID()}`, memberId: ben.id, joinedAt: at(2), leftAt: at(30) },
        ],
      },
      visits: {
        create: [
          { memberId: ana.id, joinedAt: at(0), leftAt: at(20) },
          { memberId: ben.id, joinedAt: at(2), leftAt: at(30) },
        ],
      },
      notes: { create: { state: new Uint8Array(), markdown: '# Decided\n\nOak.' } },
      ...more,
    },
    include: { thread: true },
  })
  return { room, community, session, sessionId: session.id, threadId: session.thread?.id ?? '' }
}

/** As `meet`, over at 9:31. */
async function haveMet(more: object = {}) {
  const met = await meet({ more })
  await endSession(met.sessionId, 'whenDue', at(31))
  return met
}

const followUpOf = (sessionId: string) => db.followUp.findUniqueOrThrow({ where: { sessionId } })
const inboxOf = (member: Viewer) =>
  db.inboxItem.findMany({
    where: { memberId: member.id },
    orderBy: { key: 'asc' },
    select: { kind: true, key: true, readAt: true, doneAt: true, count: true, excerpt: true },
  })
const kindsOf = async (member: Viewer) => (await inboxOf(member)).filter(({ doneAt }) => !doneAt).map(({ kind }) => kind)

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

test('editing keeps what it said before, with who changed it and when; the same words again change nothing', async () => {
  const { sessionId } = await haveMet()
  expect(await editFollowUp(ana, sessionId, { title: 'Chairs', markdown: 'Oak.', rev: 0 }, at(40))).toBe(1)
  expect(await editFollowUp(ana, sessionId, { title: 'Chairs', markdown: 'Oak.\r\n', rev: 0 }, at(41))).toBe(1)
  await takeOverFollowUp(ben, sessionId)
  expect(await editFollowUp(ben, sessionId, { title: 'The chairs', markdown: 'Ash.', rev: 1 }, at(42))).toBe(2)
  expect(await listFollowUpVersions(chloe, sessionId)).toMatchObject([
    { rev: 1, title: 'Chairs', html: '<p>Oak.</p>\n', changedBy: { name: 'Ben' }, changedAt: at(42).toISOString() },
    { rev: 0, title: 'Chairs', html: '<h3>Decided</h3>\n<p>Oak.</p>\n', changedBy: { name: 'Ana' }, changedAt: at(40).toISOString() },
  ])
  expect(await findFollowUp(chloe, sessionId)).toMatchObject({ editedBy: { name: 'Ben' }, versionCount: 2 })
})

test('of edits at the same time one is kept, and the others are told', async () => {
  const { sessionId } = await haveMet()
  const texts = ['a', 'b', 'c', 'd'].map((markdown) => editFollowUp(ana, sessionId, { title: '', markdown, rev: 0 }))
  const outcomes = await Promise.allSettled(texts)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'followUp.changed', details: { rev: 1 } })
  }
  expect(await db.followUpVersion.count({ where: { sessionId } })).toBe(1)
  // Who was told overwrites knowingly.
  expect(await editFollowUp(ana, sessionId, { title: '', markdown: 'merged', rev: 1 })).toBe(2)
})

test('only its owner writes it; whoever takes it over does from then on', async () => {
  const { sessionId } = await haveMet()
  const refused = { code: 'followUp.notYours' }
  await expect(editFollowUp(ben, sessionId, { title: '', markdown: 'x', rev: 0 })).rejects.toMatchObject(refused)
  await expect(publishFollowUp(ben, sessionId, { rev: 0 })).rejects.toMatchObject(refused)
  await expect(dismissFollowUp(ben, sessionId, {})).rejects.toMatchObject(refused)
  await expect(takeOverFollowUp(emma, sessionId)).rejects.toMatchObject({ code: 'session.notFound' })
  await takeOverFollowUp(ben, sessionId)
  await takeOverFollowUp(ben, sessionId)
  expect([await kindsOf(ana), await kindsOf(ben)]).toEqual([[], ['followUpDue']])
  await expect(publishFollowUp(ana, sessionId, { rev: 0 })).rejects.toMatchObject(refused)
  await publishFollowUp(ben, sessionId, { rev: 0 })
})

test('two who take it over at once: one of them has it, and it is due for that one alone', async () => {
  const { sessionId } = await haveMet()
  await Promise.all([ben, chloe, dan].map((member) => takeOverFollowUp(member, sessionId)))
  const { ownerId } = await followUpOf(sessionId)
  const due = await db.inboxItem.findMany({ where: { key: dueKey(sessionId), doneAt: null }, select: { memberId: true } })
  expect(due).toEqual([{ memberId: ownerId }])
})

test('publishing is one click with what was typed last; it tells who was there, and who should have been', async () => {
  const { room, community, sessionId, threadId } = await meet()
  await db.absence.create({ data: { roomId: room.id, sessionId, memberId: chloe.id } })
  await db.action.create({ data: { communityId: community.id, threadId, sessionId, text: 'Buy oak', assigneeId: dan.id, source: 'note' } })
  await endSession(sessionId, 'now', at(31))
  expect(await kindsOf(chloe)).toEqual(['sessionMissed'])
  await db.inboxItem.updateMany({ where: { memberId: chloe.id }, data: { doneAt: at(32), readAt: at(32) } })
  await publishFollowUp(ana, sessionId, { rev: 0, title: 'Chairs', markdown: 'We take **oak**.' }, at(50))
  expect(await followUpOf(sessionId)).toMatchObject({ state: 'published', publishedById: ana.id, markdown: 'We take **oak**.', rev: 1 })
  expect(await kindsOf(ana)).toEqual([])
  expect(await inboxOf(ben)).toMatchObject([{ kind: 'followUpPublished', key: `session:${sessionId}`, excerpt: 'Chairs · We take oak.' }])
  // The same matter as before, up again.
  expect(await inboxOf(chloe)).toMatchObject([{ kind: 'sessionMissed', key: `session:${sessionId}`, doneAt: null, readAt: null }])
  expect((await inboxOf(dan)).filter(({ key }) => key.startsWith('session:'))).toMatchObject([{ kind: 'sessionMissed' }])
  expect((await db.thread.findUniqueOrThrow({ where: { id: threadId } })).lastActivityAt).toEqual(at(50))
})

test('of publishing twice, by two tabs or two people, one counts and nobody is told twice', async () => {
  const { sessionId } = await haveMet()
  await Promise.all([1, 2, 3].map(() => publishFollowUp(ana, sessionId, { rev: 0 }, at(40))))
  expect(await inboxOf(ben)).toMatchObject([{ kind: 'followUpPublished', count: 1 }])
  const other = await haveMet()
  const outcomes = await Promise.allSettled([
    publishFollowUp(ana, other.sessionId, { rev: 0, title: '', markdown: 'Mine' }),
    takeOverFollowUp(ben, other.sessionId).then(() => publishFollowUp(ben, other.sessionId, { rev: 0, title: '', markdown: 'His' })),
  ])
  const { state, markdown, publishedById } = await followUpOf(other.sessionId)
  expect(state).toBe('published')
  const [mine, his] = outcomes
  if (mine?.status === 'rejected') expect(mine.reason.code).toMatch(/notYours|changed/)
  if (his?.status === 'rejected') expect(his.reason).toMatchObject({ code: 'followUp.changed' })
  expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true)
  if (outcomes.every(({ status }) => status === 'fulfilled')) throw new Error('two texts for one rev')
  expect([markdown, publishedById]).toEqual(mine?.status === 'fulfilled' ? ['Mine', ana.id] : ['His', ben.id])
})

test('publishing against "nothing to report": whichever was first stands', async () => {
  for (let round = 0; round < 4; round++) {
    const { sessionId } = await haveMet()
    const [published, dismissed] = await Promise.allSettled([
      publishFollowUp(ana, sessionId, { rev: 0 }),
      dismissFollowUp(ana, sessionId, {}),
    ])
    const { state } = await followUpOf(sessionId)
    expect([published?.status, dismissed?.status].sort()).toEqual(['fulfilled', 'rejected'])
    expect(state).toBe(published?.status === 'fulfilled' ? 'published' : 'dismissed')
    const told = await db.inboxItem.count({ where: { memberId: ben.id, key: `session:${sessionId}` } })
    expect(told).toBe(state === 'published' ? 1 : 0)
    expect(await db.inboxItem.count({ where: { key: dueKey(sessionId), doneAt: null } })).toBe(0)
  }
})

test('"nothing to report" closes it, and can be undone; closed, it is not written', async () => {
  const { sessionId } = await haveMet()
  await dismissFollowUp(ana, sessionId, {})
  await dismissFollowUp(ana, sessionId, {})
  expect(await kindsOf(ana)).toEqual([])
  await expect(publishFollowUp(ana, sessionId, { rev: 0 })).rejects.toMatchObject({ code: 'followUp.dismissed' })
  await expect(editFollowUp(ana, sessionId, { title: '', markdown: 'x', rev: 0 })).rejects.toMatchObject({ code: 'followUp.dismissed' })
  await dismissFollowUp(ana, sessionId, { undo: true })
  expect(await followUpOf(sessionId)).toMatchObject({ state: 'draft', dismissedAt: null, markdown: '# Decided\n\nOak.' })
  expect(await kindsOf(ana)).toEqual(['followUpDue'])
  await publishFollowUp(ana, sessionId, { rev: 0 })
  await expect(dismissFollowUp(ana, sessionId, {})).rejects.toMatchObject({ code: 'followUp.published' })
})

test('one reminder, the next working morning where the owner is; none once it is published or closed', async () => {
  const NEXT_MORNING = new Date(Date.UTC(2026, 10, 25, 7))
  const due = async (sessionId: string) => db.inboxItem.findFirst({ where: { key: dueKey(sessionId), doneAt: null } })
  const [late, published, dismissed, reopened, taken] = [
    await haveMet(),
    await haveMet(),
    await haveMet(),
    await haveMet(),
    await haveMet(),
  ]
  await publishFollowUp(ana, published.sessionId, { rev: 0 })
  await dismissFollowUp(ana, dismissed.sessionId, {})
  await dismissFollowUp(ana, reopened.sessionId, {})
  await dismissFollowUp(ana, reopened.sessionId, { undo: true }, at(40))
  await takeOverFollowUp(ben, taken.sessionId, at(40))
  await db.inboxItem.updateMany({ data: { readAt: at(45) } })
  await runDueJobs(new Date(NEXT_MORNING.getTime() - 1000))
  expect(await due(late.sessionId)).toMatchObject({ readAt: at(45) })
  await Promise.all([1, 2, 3].map(() => runDueJobs(NEXT_MORNING)))
  expect(await due(late.sessionId)).toMatchObject({ memberId: ana.id, readAt: null, happenedAt: NEXT_MORNING, count: 1 })
  expect(await due(reopened.sessionId)).toMatchObject({ readAt: null })
  expect(await due(taken.sessionId)).toMatchObject({ memberId: ben.id, readAt: null })
  expect([await due(published.sessionId), await due(dismissed.sessionId)]).toEqual([null, null])
  await db.inboxItem.updateMany({ data: { readAt: NEXT_MORNING } })
  await runDueJobs(new Date(NEXT_MORNING.getTime() + 5 * 24 * 3_600_000))
  expect(await due(late.sessionId)).toMatchObject({ readAt: NEXT_MORNING })
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

test('a later change of what is published tells whom it names for the first time', async () => {
  const { sessionId } = await haveMet()
  await publishFollowUp(ana, sessionId, { rev: 0 })
  expect(await kindsOf(dan)).toEqual([])
  await editFollowUp(ana, sessionId, { title: 'Chairs', markdown: 'Ask @Dan and @Ben.', rev: 0 })
  expect(await inboxOf(dan)).toMatchObject([{ kind: 'sessionMissed', excerpt: 'Chairs · Ask @Dan and @Ben.' }])
  expect(await inboxOf(ben)).toMatchObject([{ kind: 'followUpPublished', count: 1 }])
})

test('what is too long is told, and an archived community is only read', async () => {
  const { community, sessionId } = await haveMet()
  const long = { title: 'x'.repeat(121), markdown: 'x'.repeat(50_001), rev: 0 }
  await expect(editFollowUp(ana, sessionId, long)).rejects.toMatchObject({
    fields: { title: 'followUpTitle.tooLong', markdown: 'followUp.tooLong' },
  })
  await db.community.update({ where: { id: community.id }, data: { archivedAt: at(60) } })
  await expect(publishFollowUp(ana, sessionId, { rev: 0 })).rejects.toMatchObject({ code: 'community.archived' })
  expect(await findFollowUp(ana, sessionId)).toMatchObject({ mayWrite: false, mayTakeOver: false })
})
