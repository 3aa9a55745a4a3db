import { beforeEach, expect, test } from 'vitest'
import { archiveCommunity } from '#communities/memberships/archive-community.server.ts'
import { askToJoin } from '#communities/memberships/ask-to-join.server.ts'
import { decideJoinRequest } from '#communities/memberships/decide-join-request.server.ts'
import { joinCommunity } from '#communities/memberships/join-community.server.ts'
import { removeMember } from '#communities/memberships/remove-member.server.ts'
import { withdrawInvitation } from '#communities/memberships/withdraw-invitation.server.ts'
import { withdrawJoinRequest } from '#communities/memberships/withdraw-join-request.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { deleteThread } from '#communities/threads/delete-thread.server.ts'
import { postThread } from '#communities/threads/post-thread.server.ts'
import { replyToThread } from '#communities/threads/reply-to-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { foundScene, invite, makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { changeInbox } from './change-inbox.server.ts'
import { type InboxChange, type InboxEntry, type InboxView, placeOf } from './contract.ts'
import { finishInbox } from './finish-inbox.server.ts'
import { listInbox } from './list-inbox.server.ts'
import { countUnread } from './publish-inbox.server.ts'
import { readPlace } from './read-place.server.ts'

let ana: Viewer
let ben: Viewer
let dan: Viewer
let communityId: string

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben, dan] = await makePeople('Ana', 'Ben', 'Dan')
  communityId = (await foundScene(ana, 'closed', { ben })).id
})

const minute = (number: number) => new Date(Date.UTC(2026, 10, 24, 9, number))
const mention = (number: number, who = 'Ben') => postThread(ana, { communityId, markdown: `Matter ${number}, @${who}` }, minute(number))
const inbox = async (who: Viewer, view: InboxView = 'open') => (await listInbox(who, { view })).entries
const words = async (who: Viewer, view?: InboxView) => (await inbox(who, view)).map(({ excerpt }) => excerpt)
const change = (who: Viewer, what: InboxChange, matters: InboxEntry[]) =>
  changeInbox(who, { change: what, matters: matters.map(({ id, happenedAt }) => ({ id, happenedAt })) })
const unread = async (who: Viewer) => (await countUnread([who.id])).get(who.id) ?? 0

test('goes page by page, newest first, without a gap or a double, whatever comes in meanwhile', async () => {
  for (let number = 0; number < 7; number++) await mention(number)
  const first = await listInbox(ben, { limit: 3 })
  await mention(30)
  const second = await listInbox(ben, { limit: 3, cursor: first.nextCursor })
  const third = await listInbox(ben, { limit: 3, cursor: second.nextCursor })
  const all = [...first.entries, ...second.entries, ...third.entries].map(({ excerpt }) => excerpt)
  expect(all).toEqual([6, 5, 4, 3, 2, 1, 0].map((number) => `Matter ${number}, @Ben`))
  expect(third.nextCursor).toBeNull()
  expect((await listInbox(ben, { cursor: 'nonsense' })).entries).toHaveLength(8)
})

test('says who, what, where, and leads to the exact place', async () => {
  const threadId = await postThread(ben, { communityId, markdown: 'A question' })
  await replyToThread(ana, threadId, { markdown: 'An **answer**' })
  const { slug } = await db.community.findUniqueOrThrow({ where: { id: communityId } })
  const [entry] = await inbox(ben)
  const reply = await db.reply.findFirstOrThrow()
  expect(entry).toMatchObject({
    kind: 'reply',
    actor: { id: ana.id, name: 'Ana' },
    community: { slug, name: 'Design' },
    excerpt: 'An answer',
    read: false,
  })
  expect(entry && placeOf(entry)).toBe(`/threads/${threadId}?reply=${reply.id}#reply-${reply.id}`)
})

test('read, unread, done and back: repeated or racing, on two devices at once', async () => {
  await mention(1)
  await mention(2)
  const [newest, older] = await inbox(ben)
  if (!newest || !older) throw new Error('two matters are missing')
  await Promise.all(Array.from({ length: 6 }, () => change(ben, 'read', [newest])))
  expect(await unread(ben)).toBe(1)
  expect(await words(ben, 'unread')).toEqual(['Matter 1, @Ben'])
  await change(ben, 'unread', [newest])
  expect(await unread(ben)).toBe(2)
  await Promise.all([change(ben, 'done', [newest]), change(ben, 'done', [newest, older])])
  expect([await words(ben), await unread(ben)]).toEqual([[], 0])
  expect(await words(ben, 'done')).toEqual(['Matter 2, @Ben', 'Matter 1, @Ben'])
  await change(ben, 'undone', [older])
  expect([await words(ben), await unread(ben)]).toEqual([['Matter 1, @Ben'], 1])
})

test('what came in since it was seen is not swallowed', async () => {
  const threadId = await postThread(ben, { communityId, markdown: 'A question' })
  await replyToThread(ana, threadId, { markdown: 'First' }, minute(1))
  const seen = await inbox(ben)
  await replyToThread(ana, threadId, { markdown: 'Second' }, minute(2))
  await change(ben, 'done', seen)
  expect(await words(ben)).toEqual(['Second'])
  await finishInbox(ben, { until: minute(1).toISOString() })
  expect(await words(ben)).toEqual(['Second'])
})

test('somebody else’s matters can be neither read nor changed', async () => {
  await mention(1)
  const matters = await inbox(ben)
  await change(ana, 'done', matters)
  await readPlace(ana, { threadId: matters[0]?.threadId })
  expect([await inbox(ana), await unread(ben)]).toEqual([[], 1])
})

test('all is done at once, and comes back as it was', async () => {
  for (let number = 0; number < 4; number++) await mention(number)
  const before = await inbox(ben)
  await change(ben, 'read', before.slice(0, 1))
  await change(ben, 'done', before.slice(3))
  const doneAt = await finishInbox(ben, { until: before[0]?.happenedAt }, minute(40))
  expect(await inbox(ben)).toEqual([])
  await finishInbox(ben, { undo: doneAt })
  expect((await inbox(ben)).map(({ read }) => read)).toEqual([true, false, false])
})

test('taking back "all done" takes back nobody else’s, also of the same instant', async () => {
  await postThread(ana, { communityId, markdown: 'Matter, @Ben' }, minute(1))
  await postThread(ben, { communityId, markdown: 'Matter, @Ana' }, minute(1))
  const [bens, anas] = await Promise.all([ben, ana].map((who) => finishInbox(who, { until: minute(2).toISOString() }, minute(3))))
  expect(bens).toBe(anas)
  await finishInbox(ben, { undo: bens })
  expect([(await inbox(ben)).length, (await inbox(ana)).length]).toEqual([1, 0])
})

test('who opens a thread has read what the inbox tells of it', async () => {
  await mention(1)
  await mention(2)
  await readPlace(ben, { threadId: (await inbox(ben))[0]?.threadId })
  expect(await words(ben, 'unread')).toEqual(['Matter 1, @Ben'])
})

test('shows what its member may read now: not of a community that they are out of, nor what is deleted, until that is undone', async () => {
  const threadId = await mention(1)
  await deleteThread(ana, threadId, {})
  expect([await words(ben), await unread(ben)]).toEqual([[], 0])
  await deleteThread(ana, threadId, { restore: true })
  expect([await words(ben), await unread(ben)]).toEqual([['Matter 1, @Ben'], 1])
  await removeMember(ana, communityId, { memberId: ben.id })
  expect([await words(ben), await unread(ben)]).toEqual([[], 0])
  await db.community.update({ where: { id: communityId }, data: { visibility: 'open' } })
  expect(await unread(ben)).toBe(1)
})

test('who asks to join is in the inbox of those who decide, until it is decided or withdrawn', async () => {
  await askToJoin(dan, communityId, { message: 'I draw too' })
  await askToJoin(dan, communityId, { message: 'I draw, and paint' })
  expect(await inbox(ana)).toMatchObject([{ kind: 'joinRequest', actor: { name: 'Dan' }, excerpt: 'I draw, and paint', count: 1 }])
  expect(await inbox(ben)).toEqual([])
  await withdrawJoinRequest(dan, communityId)
  expect(await unread(ana)).toBe(0)
  await askToJoin(dan, communityId, {})
  expect(await unread(ana)).toBe(1)
  await archiveCommunity(ana, communityId)
  expect(await inbox(ana)).toEqual([])
  await db.community.update({ where: { id: communityId }, data: { archivedAt: null } })
  const { id: requestId } = await db.joinRequest.findFirstOrThrow({ where: { state: 'waiting' } })
  await decideJoinRequest(ana, communityId, { requestId, decision: 'approved' })
  expect(await inbox(ana)).toEqual([])
})

test('an invitation into a community is in the inbox of who is invited, until it is answered or taken back', async () => {
  await invite(ana, communityId, dan)
  await invite(ana, communityId, dan)
  expect(await inbox(dan)).toMatchObject([{ kind: 'invitation', actor: { name: 'Ana' }, community: { name: 'Design' }, count: 1 }])
  await withdrawInvitation(ana, communityId, { memberId: dan.id })
  expect(await inbox(dan)).toEqual([])
  await invite(ben, communityId, dan)
  expect(await inbox(dan)).toMatchObject([{ actor: { name: 'Ben' } }])
  await joinCommunity(dan, communityId)
  expect(await inbox(dan)).toEqual([])
})
