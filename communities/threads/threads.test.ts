import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { truncateAll } from '#tests/database.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { deleteThread } from './delete-thread.server.ts'
import { editThread } from './edit-thread.server.ts'
import { getThread } from './get-thread.server.ts'
import { postThread } from './post-thread.server.ts'
import { react } from './react.server.ts'
import { readFeed } from './read-feed.server.ts'
import { replyToThread } from './reply-to-thread.server.ts'

let ana: Viewer
let ben: Viewer
let chloe: Viewer
let dan: Viewer
let communityId: string

const post = (by: Viewer, markdown: string, at?: Date) => postThread(by, { communityId, markdown, clientId: randomUUID() }, at)
const minute = (number: number) => new Date(Date.UTC(2026, 10, 24, 9, number))
const times = <T>(count: number, work: (number: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, at) => work(at)))
const rejection = (code: string) => expect.objectContaining({ code })

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben, chloe, dan] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Chloé'), makePerson('Dan')])
  const { community } = await makeRoom([ana, ben, chloe])
  communityId = community.id
})

describe('posting', () => {
  it('renders Markdown once, without what could harm', async () => {
    const id = await post(ben, 'Hello **all**\r\n<img src=x onerror=alert(1)> [x](javascript:alert(1))')
    const { html, markdown } = await getThread(ben, id)
    expect(html).toContain('<strong>all</strong>')
    expect(html).not.toMatch(/<img|href="javascript/)
    expect(markdown).toContain('Hello **all**\n')
  })

  it('keeps what was typed to who wrote it', async () => {
    const id = await post(ben, 'Mine')
    expect(await getThread(ana, id)).toMatchObject({ markdown: null, mayEdit: false, mayDelete: true })
    expect(await getThread(chloe, id)).toMatchObject({ markdown: null, mayEdit: false, mayDelete: false })
  })

  it('makes one post of twenty tries that race', async () => {
    const clientId = randomUUID()
    const ids = await times(20, () => postThread(ben, { communityId, markdown: 'Once', clientId }))
    expect(new Set(ids).size).toBe(1)
    expect(await db.thread.count()).toBe(1)
  })

  it.each([
    ['nothing', '  \n ', 'markdown.missing'],
    ['too much', 'a'.repeat(10_001), 'markdown.tooLong'],
  ])('says what is wrong with %s', async (_, markdown, code) => {
    await expect(postThread(ben, { communityId, markdown })).rejects.toMatchObject({ fields: { markdown: code } })
  })

  it('takes 10,000 characters', async () => {
    await expect(post(ben, 'a'.repeat(10_000))).resolves.toEqual(expect.any(String))
  })

  it('is for members: others may not, and of a secret community they learn nothing', async () => {
    await expect(post(dan, 'Hi')).rejects.toEqual(rejection('community.forbidden'))
    await db.community.update({ where: { id: communityId }, data: { visibility: 'secret' } })
    await expect(post(dan, 'Hi')).rejects.toEqual(rejection('community.notFound'))
  })

  it('is for moderators where the community says so, and for nobody in an archived one', async () => {
    await db.community.update({ where: { id: communityId }, data: { whoPosts: 'moderators' } })
    await expect(post(ben, 'Hi')).rejects.toEqual(rejection('community.forbidden'))
    await expect(post(ana, 'Hi')).resolves.toEqual(expect.any(String))
    await db.community.update({ where: { id: communityId }, data: { archivedAt: new Date() } })
    await expect(post(ana, 'Hi')).rejects.toEqual(rejection('community.archived'))
  })
})

describe('replying', () => {
  it('counts right and ends at the newest activity when ten people race', async () => {
    const id = await post(ben, 'Go', minute(0))
    await times(10, (number) =>
      replyToThread(number % 2 ? ana : chloe, id, { markdown: `${number}`, clientId: randomUUID() }, minute(number)),
    )
    const thread = await getThread(ben, id, { replies: 50 })
    expect(thread.replyCount).toBe(10)
    expect(thread.replies).toHaveLength(10)
    expect(thread.lastActivityAt).toBe(minute(9).toISOString())
  })

  it('makes one reply of tries that race', async () => {
    const id = await post(ben, 'Go')
    const clientId = randomUUID()
    await times(8, () => replyToThread(ana, id, { markdown: 'Once', clientId }))
    const thread = await getThread(ana, id)
    expect(thread.replyCount).toBe(1)
    expect(thread.replies.map((reply) => reply.markdown)).toEqual(['Once'])
  })

  it('is not possible below a deleted post', async () => {
    const id = await post(ben, 'Gone')
    await deleteThread(ben, id, {})
    await expect(replyToThread(ana, id, { markdown: 'Hi' })).rejects.toEqual(rejection('thread.gone'))
  })
})

describe('reacting', () => {
  it('counts each person once, however often they try at once', async () => {
    const id = await post(ben, 'Nice')
    await times(12, (number) => react(number % 2 ? ana : chloe, id, { emoji: '🎉', on: true }))
    expect((await getThread(ana, id)).reactions).toEqual([{ emoji: '🎉', count: 2, mine: true }])
    expect((await db.thread.findUniqueOrThrow({ where: { id } })).reactionCount).toBe(2)
    await times(6, () => react(ana, id, { emoji: '🎉', on: false }))
    expect((await getThread(ana, id)).reactions).toEqual([{ emoji: '🎉', count: 1, mine: false }])
    expect((await db.thread.findUniqueOrThrow({ where: { id } })).reactionCount).toBe(1)
  })

  it('keeps the post and its replies apart', async () => {
    const id = await post(ben, 'Nice')
    await replyToThread(ana, id, { markdown: 'Very' })
    const replyId = (await getThread(ben, id)).replies[0]?.id ?? ''
    await react(ben, id, { emoji: '👍', on: true })
    await react(ben, id, { emoji: '👍', on: true, replyId })
    await react(chloe, id, { emoji: '👍', on: true, replyId })
    const thread = await getThread(ben, id)
    expect(thread.reactions).toEqual([{ emoji: '👍', count: 1, mine: true }])
    expect(thread.replies[0]?.reactions).toEqual([{ emoji: '👍', count: 2, mine: true }])
    expect((await db.reply.findUniqueOrThrow({ where: { id: replyId } })).reactionCount).toBe(2)
  })

  it('refuses a reply of another thread', async () => {
    const [one, two] = [await post(ben, 'One'), await post(ben, 'Two')]
    await replyToThread(ana, one, { markdown: 'Hi' })
    const replyId = (await getThread(ben, one)).replies[0]?.id
    await expect(react(ben, two, { emoji: '👍', on: true, replyId })).rejects.toEqual(rejection('reply.notFound'))
    await expect(deleteThread(ben, two, { replyId })).rejects.toEqual(rejection('reply.notFound'))
    await expect(editThread(ana, two, { replyId, markdown: 'x' })).rejects.toEqual(rejection('reply.notFound'))
  })

  it.each(['👍', '👍🏽', '👩‍👩‍👧‍👦', '🇫🇷', '1️⃣', '❤️', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'])('takes %s', async (emoji) => {
    const id = await post(ben, 'Nice')
    await react(ana, id, { emoji, on: true })
    expect((await getThread(ana, id)).reactions).toEqual([{ emoji, count: 1, mine: true }])
  })

  it('takes a keyboard’s plain heart for the red one', async () => {
    const id = await post(ben, 'Nice')
    await react(ana, id, { emoji: '❤', on: true })
    await react(ben, id, { emoji: '❤️', on: true })
    expect((await getThread(ana, id)).reactions).toEqual([{ emoji: '❤️', count: 2, mine: true }])
  })

  it.each(['', 'a', 'ok', '👍👍', '1', `👍${'\u0301'.repeat(9)}`, '🇫'])('refuses %j', async (emoji) => {
    const id = await post(ben, 'Nice')
    await expect(react(ana, id, { emoji, on: true })).rejects.toMatchObject({ fields: { emoji: 'emoji.wrong' } })
  })
})

describe('editing', () => {
  it('is for the author, of a post and of a reply', async () => {
    const id = await post(ben, 'Frist')
    await replyToThread(chloe, id, { markdown: 'Typo' })
    const replyId = (await getThread(ben, id)).replies[0]?.id ?? ''
    await editThread(ben, id, { markdown: 'First' })
    await editThread(chloe, id, { replyId, markdown: 'Fixed' })
    const thread = await getThread(ben, id)
    expect(thread).toMatchObject({ markdown: 'First', editedAt: expect.any(String) })
    expect(thread.replies[0]?.html).toContain('Fixed')
    await expect(editThread(ana, id, { markdown: 'Mine now' })).rejects.toEqual(rejection('thread.notYours'))
    await expect(editThread(ana, id, { replyId, markdown: 'Mine now' })).rejects.toEqual(rejection('thread.notYours'))
  })

  it('does not bring a thread to the top', async () => {
    const older = await post(ben, 'Older', minute(1))
    const newer = await post(ben, 'Newer', minute(2))
    await editThread(ben, older, { markdown: 'Older, better' })
    expect((await readFeed(ben)).threads.map((thread) => thread.id)).toEqual([newer, older])
  })
})

describe('deleting', () => {
  it('takes a post out of the feed and its address, and brings it back whole', async () => {
    const id = await post(ben, 'Oops')
    await replyToThread(ana, id, { markdown: 'Hm' })
    await deleteThread(ben, id, {})
    await deleteThread(ben, id, {})
    expect((await readFeed(ana)).threads).toEqual([])
    await expect(getThread(ana, id)).rejects.toEqual(rejection('thread.gone'))
    await deleteThread(ben, id, { restore: true })
    expect(await getThread(ana, id)).toMatchObject({ replyCount: 1, html: expect.stringContaining('Oops') })
  })

  it('is for the author and moderators; the author cannot undo what a moderator did', async () => {
    const id = await post(ben, 'Mine')
    await expect(deleteThread(chloe, id, {})).rejects.toEqual(rejection('thread.notYours'))
    await deleteThread(ana, id, {})
    await expect(deleteThread(ben, id, { restore: true })).rejects.toEqual(rejection('thread.notYours'))
    await expect(deleteThread(chloe, id, { restore: true })).rejects.toEqual(rejection('thread.notYours'))
    await deleteThread(ana, id, { restore: true })
    expect(await getThread(ben, id)).toMatchObject({ id })
  })

  it('of a reply counts once when tries race, and so does its return', async () => {
    const id = await post(ben, 'Post')
    for (const markdown of ['One', 'Two']) await replyToThread(ana, id, { markdown })
    const replyId = (await getThread(ben, id)).replies[0]?.id ?? ''
    await times(6, () => deleteThread(ana, id, { replyId }))
    expect(await getThread(ben, id)).toMatchObject({ replyCount: 1 })
    await expect(editThread(ana, id, { replyId, markdown: 'x' })).rejects.toEqual(rejection('reply.notFound'))
    await times(6, () => deleteThread(ana, id, { replyId, restore: true }))
    expect(await getThread(ben, id)).toMatchObject({ replyCount: 2 })
    await expect(deleteThread(chloe, id, { replyId })).rejects.toEqual(rejection('thread.notYours'))
  })

  it('leaves a session’s thread to the session', async () => {
    const { community, room } = await makeRoom([ana, ben])
    const session = await db.session.create({ data: { roomId: room.id, communityId: community.id, openedById: ana.id } })
    const { id } = await db.thread.create({ data: { communityId: community.id, kind: 'session', sessionId: session.id } })
    await expect(deleteThread(ana, id, {})).rejects.toEqual(rejection('thread.notYours'))
    await expect(editThread(ana, id, { markdown: 'x' })).rejects.toEqual(rejection('thread.notYours'))
    await replyToThread(ben, id, { markdown: 'See you' })
    expect(await getThread(ben, id)).toMatchObject({
      kind: 'session',
      sessionId: session.id,
      replyCount: 1,
      mayEdit: false,
      mayDelete: false,
    })
  })
})
