import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { listInbox } from '#communities/inbox/list-inbox.server.ts'
import { countUnread } from '#communities/inbox/publish-inbox.server.ts'
import { removeMember } from '#communities/memberships/remove-member.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { getThread } from '#communities/threads/get-thread.server.ts'
import { postThread } from '#communities/threads/post-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { runDueJobs } from '#platform/jobs.server.ts'
import { foundScene, makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { addAction } from './add-action.server.ts'
import { deleteAction } from './delete-action.server.ts'
import { editAction } from './edit-action.server.ts'
import { finishAction } from './finish-action.server.ts'
import { listActions } from './list-actions.server.ts'
import { listMyActions } from './list-my-actions.server.ts'
import { remindOfActions } from './remind-of-action.server.ts'

remindOfActions()

let ana: Viewer
let ben: Viewer
let chloe: Viewer
let dan: Viewer
let communityId: string
let threadId: string

/** A Monday; the people of the scene live in Paris, an hour ahead. */
const MONDAY = new Date('2026-11-23T09:00:00Z')
const TUESDAY_MORNING = new Date('2026-11-24T07:00:00Z')

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben, chloe, dan] = await makePeople('Ana', 'Ben', 'Chloé', 'Dan')
  communityId = (await foundScene(ana, 'closed', { ben, chloe })).id
  threadId = await postThread(ana, { communityId, markdown: 'The plan' })
})

const add = (more: object = {}, by = ana) => addAction(by, { threadId, text: ' Order  the oak ', assigneeId: ben.id, ...more }, MONDAY)
const inbox = async (who: Viewer) => (await listInbox(who)).entries.map(({ kind, excerpt }) => `${kind}: ${excerpt}`)
const reminders = async (who: Viewer, now = TUESDAY_MORNING) => {
  await runDueJobs(now)
  return db.inboxItem.count({ where: { memberId: who.id, kind: 'actionDue', readAt: null, doneAt: null } })
}

test('one action of many tries that race; who has it is told once', async () => {
  const clientId = randomUUID()
  const made = await Promise.all(Array.from({ length: 8 }, () => add({ clientId, dueOn: '2026-11-24' })))
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  expect(made[0]).toMatchObject({ text: 'Order the oak', assignee: { name: 'Ben' }, dueOn: '2026-11-24', doneAt: null, source: 'thread' })
  expect(await listActions(chloe, { threadId })).toHaveLength(1)
  expect(await inbox(ben)).toEqual(['actionAssigned: Order the oak'])
  expect((await countUnread([ben.id])).get(ben.id)).toBe(1)
})

test('only who can read the thread takes something on, and only members may say so', async () => {
  await expect(add({ assigneeId: dan.id })).rejects.toMatchObject({ fields: { assigneeId: 'assignee.wrong' } })
  const { id } = await add()
  await expect(editAction(ana, id, { assigneeId: dan.id })).rejects.toMatchObject({ fields: { assigneeId: 'assignee.wrong' } })
  await expect(add({}, dan)).rejects.toMatchObject({ code: 'thread.notFound' })
  await expect(finishAction(dan, id, { done: true })).rejects.toMatchObject({ code: 'action.notFound' })
  await expect(add({ text: ' ' })).rejects.toMatchObject({ fields: { text: 'actionText.missing' } })
  await expect(add({ dueOn: '2026-02-30' })).rejects.toMatchObject({ fields: { dueOn: 'dueOn.wrong' } })
})

test('handed on: the new one is told, the old one has it no more', async () => {
  const { id } = await add()
  await editAction(ben, id, { assigneeId: chloe.id, text: 'Order the ash' })
  expect([await inbox(ben), await inbox(chloe)]).toEqual([[], ['actionAssigned: Order the ash']])
  expect([(await listMyActions(ben)).open, (await listMyActions(chloe)).open.length]).toEqual([[], 1])
})

test('done is told in the thread, once whoever races; not done after all takes that back', async () => {
  const { id } = await add()
  await Promise.all([ben, ana, chloe, ben].map((who) => finishAction(who, id, { done: true })))
  const thread = await getThread(ana, threadId)
  expect(thread.replyCount).toBe(1)
  expect(thread.replies).toMatchObject([{ action: { id, text: 'Order the oak' }, mayEdit: false, mayDelete: false }])
  expect(thread.actions).toMatchObject([{ id, doneAt: expect.any(String) }])
  expect(await inbox(ben)).toEqual([])
  expect(await listMyActions(ben)).toMatchObject({ open: [], done: [{ id }] })
  await Promise.all([ben, ana].map((who) => finishAction(who, id, { done: false })))
  expect(await getThread(ana, threadId)).toMatchObject({ replyCount: 0, replies: [], actions: [{ doneAt: null }] })
  expect(await inbox(ben)).toEqual(['actionAssigned: Order the oak'])
  await Promise.all([true, false, true, false, true].map((done) => finishAction(ben, id, { done })))
  const [action, replies, after] = await Promise.all([
    db.action.findUniqueOrThrow({ where: { id } }),
    db.reply.count({ where: { actionId: id } }),
    getThread(ana, threadId),
  ])
  expect([replies, after.replyCount]).toEqual(action.doneAt ? [1, 1] : [0, 0])
})

test('deleted, with what the thread tells of it; and back', async () => {
  const { id } = await add()
  await finishAction(ben, id, { done: true })
  await Promise.all([1, 2, 3].map(() => deleteAction(ana, id, {})))
  expect(await getThread(ana, threadId)).toMatchObject({ replyCount: 0, replies: [], actions: [] })
  await expect(editAction(ana, id, { text: 'x' })).rejects.toMatchObject({ code: 'action.notFound' })
  await Promise.all([1, 2, 3].map(() => deleteAction(ana, id, { restore: true })))
  expect(await getThread(ana, threadId)).toMatchObject({ replyCount: 1, replies: [{ action: { id } }], actions: [{ id }] })
})

test('one reminder, at eight o’clock of the day that it is due, where they are', async () => {
  await add({ dueOn: '2026-11-24' })
  await db.inboxItem.updateMany({ data: { readAt: MONDAY } })
  expect(await reminders(ben, new Date(TUESDAY_MORNING.getTime() - 1))).toBe(0)
  await Promise.all([1, 2, 3].map(() => runDueJobs(TUESDAY_MORNING)))
  expect(await reminders(ben)).toBe(1)
  await db.inboxItem.updateMany({ data: { readAt: MONDAY } })
  expect(await reminders(ben, new Date('2026-11-25T07:00:00Z'))).toBe(0)
})

test('the reminder goes with the day and the person, and none comes of what is done or gone', async () => {
  const { id } = await add({ dueOn: '2026-11-24' })
  await editAction(ana, id, { dueOn: '2026-11-25' }, MONDAY)
  expect(await reminders(ben)).toBe(0)
  await db.member.update({ where: { id: chloe.id }, data: { timeZone: 'America/Montreal' } })
  await editAction(ana, id, { assigneeId: chloe.id }, MONDAY)
  expect(await reminders(chloe, new Date('2026-11-25T12:59:00Z'))).toBe(0)
  expect(await reminders(chloe, new Date('2026-11-25T13:00:00Z'))).toBe(1)
  expect(await reminders(ben, new Date('2026-11-26T13:00:00Z'))).toBe(0)
  const done = await add({ dueOn: '2026-11-24' })
  const gone = await add({ dueOn: '2026-11-24' })
  await finishAction(ben, done.id, { done: true })
  await deleteAction(ben, gone.id, {})
  expect(await reminders(ben)).toBe(0)
})

test('my actions are those of communities that I may read now', async () => {
  await add({ dueOn: '2026-12-01' })
  await add({ text: 'No day' })
  await add({ dueOn: '2026-11-20', text: 'Late' })
  expect((await listMyActions(ben)).open.map(({ text }) => text)).toEqual(['Late', 'Order the oak', 'No day'])
  await removeMember(ana, communityId, { memberId: ben.id })
  expect(await listMyActions(ben)).toEqual({ open: [], done: [] })
  expect(await inbox(ben)).toEqual([])
})
