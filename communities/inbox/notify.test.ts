import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '#platform/db.server.ts'
import { foundScene, makePeople } from '#tests/communities-scene.ts'
import { holdRow } from '#tests/hold-row.ts'
import { type Notice, notify } from './notify.server.ts'
import { countUnread } from './publish-inbox.server.ts'

async function scene() {
  const [ana, ben, chloe] = await makePeople('Ana', 'Ben', 'Chloé')
  const community = await foundScene(ana, 'closed', { ben })
  return { ana, ben, chloe, communityId: community.id }
}

test('the same matter again is one item, counted until it is read; nobody is told of what they did', async () => {
  const { ana, ben, communityId } = await scene()
  const key = `reply:${randomUUID()}`
  const notice = { memberId: ben.id, communityId, kind: 'reply', key, actorId: ana.id } as const
  await Promise.all(Array.from({ length: 5 }, () => db.$transaction((tx) => notify(tx, [notice]))))
  expect(await db.inboxItem.findMany({ where: { memberId: ben.id } })).toMatchObject([{ count: 5, readAt: null }])
  await db.inboxItem.updateMany({ where: { memberId: ben.id }, data: { readAt: new Date(), doneAt: new Date() } })
  expect(await db.$transaction((tx) => notify(tx, [{ ...notice, excerpt: '🙂'.repeat(500) }]))).toEqual([ben.id])
  expect(await db.inboxItem.findMany({ where: { memberId: ben.id } })).toMatchObject([
    { count: 1, readAt: null, doneAt: null, excerpt: '🙂'.repeat(200) },
  ])
  expect(await db.$transaction((tx) => notify(tx, [{ ...notice, memberId: ana.id }]))).toEqual([])
  expect(await db.inboxItem.count({ where: { memberId: ana.id } })).toBe(0)
})

test.each([
  ['in the same order', (notices: Notice[]) => notices],
  ['the other way round', (notices: Notice[]) => [...notices].reverse()],
  ['crosswise', (notices: Notice[]) => notices.map((_, index) => notices[(index * 3 + 2) % notices.length] as Notice)],
])('whoever tells the same people, %s, takes their items in one order: nobody waits for another crosswise', async (_, inOrder) => {
  const { ana, ben, chloe, communityId } = await scene()
  const matter = randomUUID()
  const notices = [ben, chloe].flatMap(({ id: memberId }) =>
    ['reply', 'mention'].map((kind) => ({ memberId, communityId, kind: 'mention', key: `${kind}:${matter}`, actorId: ana.id }) as const),
  )
  await db.$transaction((tx) => notify(tx, notices))
  const items = (await db.inboxItem.findMany({ where: { key: { endsWith: matter } } })).sort((a, b) =>
    `${a.memberId} ${a.key}` < `${b.memberId} ${b.key}` ? -1 : 1,
  )
  const last = items.at(-1)?.id ?? ''
  await using holder = await holdRow('SELECT FROM "InboxItem" WHERE id = $1 FOR UPDATE', [last])

  // Whoever holds the last one finds the teller waiting for it, and with all the others taken.
  const telling = db.$transaction((tx) => notify(tx, inOrder(notices)))
  await holder.isWaitedFor()
  const { rows } = await holder.query<{ id: string }>('SELECT id FROM "InboxItem" WHERE id = ANY($1::uuid[]) FOR UPDATE SKIP LOCKED', [
    items.map(({ id }) => id),
  ])
  await holder.commit()
  await telling
  expect(rows).toEqual([{ id: last }])
})

test('what a person may no longer read does not count as unread', async () => {
  const { ana, ben, communityId } = await scene()
  const notice = { memberId: ben.id, communityId, kind: 'mention', key: `mention:${randomUUID()}`, actorId: ana.id } as const
  await db.$transaction((tx) => notify(tx, [notice]))
  expect((await countUnread([ben.id])).get(ben.id)).toBe(1)
  await db.membership.delete({ where: { communityId_memberId: { communityId, memberId: ben.id } } })
  expect((await countUnread([ben.id])).get(ben.id)).toBeUndefined()
})

test('what happened earlier, and is told later, does not make a matter look older', async () => {
  const { ana, ben, communityId } = await scene()
  const notice = { memberId: ben.id, communityId, kind: 'mention', key: `mention:${randomUUID()}`, actorId: ana.id } as const
  const [earlier, later] = [new Date('2026-11-24T09:00:00Z'), new Date('2026-11-24T10:00:00Z')]
  for (const at of [later, earlier]) await db.$transaction((tx) => notify(tx, [notice], at))
  expect(await db.inboxItem.findFirst({ where: { key: notice.key } })).toMatchObject({ count: 2, happenedAt: later })
})
