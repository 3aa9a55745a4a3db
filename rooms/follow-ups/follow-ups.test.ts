import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { runDueJobs } from '#platform/jobs.server.ts'
import { deleteChatLine } from '#rooms/chat/delete-chat-line.server.ts'
import { lockSession } from '#rooms/presence/record-facts.server.ts'
import { searchSessions } from '#rooms/search/search-sessions.server.ts'
import { endSession } from '#rooms/sessions/end-session.server.ts'
import { makePeople } from '#tests/communities-scene.ts'
import { at, followUpOf, haveMet as haveMetOf, inboxOf, kindsOf, meet as meetOf } from '#tests/follow-up-scene.ts'
import { dismissFollowUp } from './dismiss-follow-up.server.ts'
import { editFollowUp } from './edit-follow-up.server.ts'
import { findFollowUp } from './find-follow-up.server.ts'
import { listFollowUpVersions } from './list-follow-up-versions.server.ts'
import { previewFollowUp } from './preview-follow-up.server.ts'
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

const meet = (options?: { more?: object }) => meetOf({ ana, ben, chloe, dan }, options)
const haveMet = (more?: object) => haveMetOf({ ana, ben, chloe, dan }, more)

/** Holds a session's row, as its chat does for a moment, until it is let go. */
async function holdSession(sessionId: string) {
  let letGo = () => {}
  const over = new Promise<void>((resolve) => {
    letGo = resolve
  })
  let session: Promise<void> | undefined
  await new Promise<void>((resolve) => {
    session = db.$transaction(async (tx) => {
      await lockSession(tx, sessionId)
      resolve()
      await over
    })
  })
  return { session, letGo }
}

const waitingForLocks = (count: number) =>
  expect
    .poll(async () => {
      const [row] = await db.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
      return row?.count
    })
    .toBe(count)

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

test('a version shows what it showed then, and is not rendered anew; one from before that was kept is rendered once', async () => {
  const { sessionId } = await haveMet()
  await editFollowUp(ana, sessionId, { title: '', markdown: 'Ask @Ben', rev: 0 })
  await editFollowUp(ana, sessionId, { title: '', markdown: 'Ash.', rev: 1 })
  const htmls = async () => (await listFollowUpVersions(chloe, sessionId)).map(({ html }) => html)
  expect((await htmls())[0]).toContain(`data-member="${ben.id}"`)
  await db.followUpVersion.updateMany({ where: { sessionId, rev: 0 }, data: { html: null } })
  expect((await htmls())[1]).toBe('<h3>Decided</h3>\n<p>Oak.</p>\n')
  // From now on it is read: another Markdown beside it changes nothing.
  await db.followUpVersion.updateMany({ where: { sessionId }, data: { markdown: 'another' } })
  expect((await htmls())[1]).toBe('<h3>Decided</h3>\n<p>Oak.</p>\n')
})

test('previews are limited, for each member by themselves, and long ones more', async () => {
  const { sessionId } = await haveMet()
  const preview = (viewer: Viewer, markdown = '*so*') => previewFollowUp(viewer, sessionId, { markdown })
  expect(await preview(ben)).toBe('<p><em>so</em></p>\n')
  for (let i = 0; i < 12; i++) await preview(ana, 'x'.repeat(49_999))
  await expect(preview(ana)).rejects.toMatchObject({ code: 'limit.reached' })
  for (let i = 0; i < 30; i++) await preview(ben)
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

test('one click publishes what its owner has seen, and nothing that was changed meanwhile', async () => {
  const { sessionId } = await haveMet()
  await editFollowUp(ana, sessionId, { title: 'Chairs', markdown: 'Ash.', rev: 0 }, at(40))
  await expect(publishFollowUp(ana, sessionId, { rev: 0 }, at(41))).rejects.toMatchObject({ code: 'followUp.changed', details: { rev: 1 } })
  expect(await followUpOf(sessionId)).toMatchObject({ state: 'draft', publishedAt: null })
  const reminders = () => db.job.count({ where: { key: dueKey(sessionId), doneAt: null } })
  expect(await reminders()).toBe(1)
  await publishFollowUp(ana, sessionId, { rev: 1 }, at(42))
  expect(await reminders()).toBe(0)
  expect(await followUpOf(sessionId)).toMatchObject({ state: 'published', markdown: 'Ash.', publishedAt: at(42) })
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

test.each(['published', 'reminded of', 'taken over', 'closed'])(
  'a line of the chat is deleted while the follow-up is %s: neither waits for the other crosswise',
  async (what) => {
    const line = {
      id: randomUUID(),
      clientId: randomUUID(),
      authorId: ben.id,
      position: 1,
      rev: 1,
      markdown: 'Walnut',
      html: '<p>Walnut</p>',
    }
    const { community, sessionId } = await haveMet({ chatLines: { create: line }, chatCount: 1, chatRev: 1 })
    const change = {
      published: () => publishFollowUp(ana, sessionId, { rev: 0 }),
      'reminded of': () => runDueJobs(new Date(Date.UTC(2026, 10, 25, 7))),
      'taken over': () => takeOverFollowUp(ben, sessionId),
      closed: () => dismissFollowUp(ana, sessionId, {}),
    }[what]
    const hits = async () => (await searchSessions(ana, community.id, { word: 'walnut' })).sessions.length
    expect(await hits()).toBe(1)
    const { session, letGo } = await holdSession(sessionId)
    const deleting = deleteChatLine(ben, sessionId, { lineId: line.id })
    await waitingForLocks(1)
    const changing = change?.()
    await waitingForLocks(2)
    letGo()
    await Promise.all([session, deleting, changing])
    expect(await hits()).toBe(0)
  },
)

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
