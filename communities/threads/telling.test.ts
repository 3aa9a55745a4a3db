import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { foundScene, makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { deleteThread } from './delete-thread.server.ts'
import { editThread } from './edit-thread.server.ts'
import { postThread } from './post-thread.server.ts'
import { replyToThread } from './reply-to-thread.server.ts'

let ana: Viewer
let ben: Viewer
let chloe: Viewer
let dan: Viewer
let communityId: string

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben, chloe, dan] = await makePeople('Ana', 'Ben', 'Chloé', 'Dan')
  communityId = (await foundScene(ana, 'closed', { ben, chloe, dan })).id
})

const items = ({ id: memberId }: Viewer) =>
  db.inboxItem.findMany({
    where: { memberId },
    orderBy: { happenedAt: 'asc' },
    select: { kind: true, excerpt: true, count: true, actorId: true, replyId: true },
  })
const replyId = async (markdown: string) => (await db.reply.findFirstOrThrow({ where: { markdown } })).id

test('who is named in a post hears of it, once, in the same write; who wrote it does not', async () => {
  const clientId = randomUUID()
  const send = (markdown: string) => postThread(ana, { communityId, markdown, clientId })
  const ids = await Promise.all(Array.from({ length: 8 }, () => send('**@Ben**, @Ben & @Ana: look')))
  expect(new Set(ids).size).toBe(1)
  expect(await items(ben)).toEqual([{ kind: 'mention', excerpt: '@Ben, @Ben & @Ana: look', count: 1, actorId: ana.id, replyId: null }])
  expect(await items(ana)).toEqual([])
})

test('changing a text tells only who is named in it for the first time', async () => {
  const id = await postThread(ana, { communityId, markdown: 'Hello @Ben' })
  await db.inboxItem.updateMany({ data: { readAt: new Date() } })
  await editThread(ana, id, { markdown: 'Hello @Ben and @Dan' })
  expect(await db.inboxItem.count({ where: { memberId: ben.id, readAt: null } })).toBe(0)
  expect(await items(dan)).toMatchObject([{ kind: 'mention', excerpt: 'Hello @Ben and @Dan' }])
})

test('a reply tells who wrote the post and who replied before, as one matter of the thread; who is named hears only that', async () => {
  const id = await postThread(ana, { communityId, markdown: 'Where do we meet?' })
  await replyToThread(ben, id, { markdown: 'Upstairs' })
  await replyToThread(chloe, id, { markdown: 'Or in the garden, @Ben?' })
  await replyToThread(dan, id, { markdown: 'Garden!' })
  expect(await items(ana)).toMatchObject([{ kind: 'reply', count: 3, actorId: dan.id, excerpt: 'Garden!' }])
  expect(await items(ben)).toMatchObject([
    { kind: 'mention', actorId: chloe.id },
    { kind: 'reply', count: 1, actorId: dan.id },
  ])
  expect(await items(chloe)).toMatchObject([{ kind: 'reply', count: 1 }])
  expect(await items(dan)).toEqual([])
})

test('a reply below a session tells whose its follow-up is: nobody wrote the post', async () => {
  const room = await db.room.create({ data: { communityId, slug: 'main', name: 'Main', position: 0 } })
  const thread = await db.thread.create({
    data: {
      kind: 'session',
      community: { connect: { id: communityId } },
      session: { create: { roomId: room.id, communityId, followUp: { create: { trace: {}, ownerId: ana.id } } } },
    },
  })
  await replyToThread(ben, thread.id, { markdown: 'And the legs?' })
  expect(await items(ana)).toMatchObject([{ kind: 'reply', actorId: ben.id, excerpt: 'And the legs?' }])
  await replyToThread(ana, thread.id, { markdown: 'Ash.' })
  expect(await items(ana)).toHaveLength(1)
})

test('racing replies of many people are counted each', async () => {
  const id = await postThread(ana, { communityId, markdown: 'Go' })
  await Promise.all([ben, chloe, dan].flatMap((who) => [1, 2, 3].map((number) => replyToThread(who, id, { markdown: `@Ana ${number}` }))))
  expect(await db.inboxItem.count({ where: { memberId: ana.id, kind: 'mention' } })).toBe(9)
  for (const who of [ben, chloe, dan]) expect((await items(who)).filter(({ kind }) => kind === 'reply').length).toBeLessThanOrEqual(1)
})

test('of several replies the last one is deleted: what is left is told', async () => {
  const id = await postThread(ana, { communityId, markdown: 'Go' })
  await replyToThread(ben, id, { markdown: 'First' })
  await replyToThread(chloe, id, { markdown: 'Second' })
  const second = await replyId('Second')
  await Promise.all([1, 2, 3].map(() => deleteThread(chloe, id, { replyId: second })))
  expect(await items(ana)).toMatchObject([{ count: 1, excerpt: 'First', actorId: ben.id, replyId: await replyId('First') }])
})
