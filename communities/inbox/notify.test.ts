import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '#platform/db.server.ts'
import { foundScene, makePeople } from '#tests/communities-scene.ts'
import { notify } from './notify.server.ts'
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

test('two who tell the same people at once do not block each other', async () => {
  const { ana, ben, chloe, communityId } = await scene()
  const key = `mention:${randomUUID()}`
  const notices = [ben, chloe].map(({ id }) => ({ memberId: id, communityId, kind: 'mention', key, actorId: ana.id }) as const)
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => db.$transaction((tx) => notify(tx, index % 2 ? notices : [...notices].reverse()))),
  )
  expect(await db.inboxItem.findMany({ where: { key }, select: { count: true } })).toEqual([{ count: 20 }, { count: 20 }])
})

test('what a person may no longer read does not count as unread', async () => {
  const { ana, ben, communityId } = await scene()
  const notice = { memberId: ben.id, communityId, kind: 'mention', key: `mention:${randomUUID()}`, actorId: ana.id } as const
  await db.$transaction((tx) => notify(tx, [notice]))
  expect((await countUnread([ben.id])).get(ben.id)).toBe(1)
  await db.membership.delete({ where: { communityId_memberId: { communityId, memberId: ben.id } } })
  expect((await countUnread([ben.id])).get(ben.id)).toBeUndefined()
})
