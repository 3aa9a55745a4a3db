import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { truncateAll } from '#tests/database.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
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

describe('reading', () => {
  it('of a closed community is for its members, at the time of reading', async () => {
    const id = await post(ben, 'Inside')
    await expect(getThread(dan, id)).rejects.toEqual(rejection('thread.notFound'))
    await expect(readFeed(dan, { communityId })).rejects.toEqual(rejection('community.forbidden'))
    await db.membership.delete({ where: { communityId_memberId: { communityId, memberId: ben.id } } })
    await expect(getThread(ben, id)).rejects.toEqual(rejection('thread.notFound'))
    expect((await readFeed(ben)).threads).toEqual([])
  })

  it('of an open community is for everybody, who then may not write', async () => {
    await db.community.update({ where: { id: communityId }, data: { visibility: 'open' } })
    const id = await post(ben, 'For all')
    expect(await getThread(dan, id)).toMatchObject({ mayReply: false, mayReact: false, mayEdit: false, mayDelete: false })
    await expect(replyToThread(dan, id, { markdown: 'Hi' })).rejects.toEqual(rejection('community.forbidden'))
    await expect(react(dan, id, { emoji: '👍', on: true })).rejects.toEqual(rejection('community.forbidden'))
  })

  it('goes page by page without a gap or a double, whatever moves meanwhile', async () => {
    const ids: string[] = []
    for (let number = 0; number < 9; number++) ids.push(await post(ben, `Post ${number}`, minute(number)))
    const firstPage = await readFeed(ben, { communityId, limit: 3 })
    expect(firstPage.threads.map((thread) => thread.id)).toEqual([ids[8], ids[7], ids[6]])
    // A new post and an old thread that moves up: neither changes what comes next, but for the one that left its place.
    await post(ana, 'New', minute(30))
    await replyToThread(ana, ids[4] ?? '', { markdown: 'Up' }, minute(31))
    const secondPage = await readFeed(ben, { communityId, cursor: firstPage.nextCursor, limit: 3 })
    expect(secondPage.threads.map((thread) => thread.id)).toEqual([ids[5], ids[3], ids[2]])
    const thirdPage = await readFeed(ben, { communityId, cursor: secondPage.nextCursor, limit: 3 })
    expect(thirdPage.threads.map((thread) => thread.id)).toEqual([ids[1], ids[0]])
    expect(thirdPage.nextCursor).toBeNull()
    expect((await readFeed(ben, { communityId, limit: 1 })).threads[0]?.id).toBe(ids[4])
  })

  it('tells threads of one instant apart by their id', async () => {
    await times(7, (number) => post(ben, `Post ${number}`, minute(1)))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await readFeed(ben, { cursor, limit: 2 })
      seen.push(...page.threads.map((thread) => thread.id))
      cursor = page.nextCursor
    } while (cursor)
    expect(new Set(seen).size).toBe(7)
    expect(seen).toHaveLength(7)
  })

  it('of home is of my communities only, newest activity of all of them first, without archived ones', async () => {
    const { community: other } = await makeRoom([dan, ben], 'open')
    const { community: foreign } = await makeRoom([dan], 'open')
    const { community: old } = await makeRoom([ben])
    const first = await post(ana, 'One', minute(1))
    const second = await postThread(dan, { communityId: other.id, markdown: 'Two' }, minute(2))
    await postThread(dan, { communityId: foreign.id, markdown: 'Not mine' }, minute(3))
    await postThread(ben, { communityId: old.id, markdown: 'Archived' }, minute(4))
    await db.community.update({ where: { id: old.id }, data: { archivedAt: new Date() } })
    expect((await readFeed(ben)).threads.map((thread) => thread.id)).toEqual([second, first])
    await replyToThread(ana, first, { markdown: 'Up' }, minute(5))
    expect((await readFeed(ben)).threads.map((thread) => thread.id)).toEqual([first, second])
  })

  it.each(['', 'nonsense', `zz_${'-'.repeat(36)}`, `zzzzzzzzz_${randomUUID()}`, "1_' OR 1=1"])('survives the cursor %j', async (cursor) => {
    const id = await post(ben, 'Here')
    expect((await readFeed(ben, { cursor })).threads.map((thread) => thread.id)).toEqual([id])
  })

  it('shows the three newest replies, oldest of them first, and as many as are asked for', async () => {
    const id = await post(ben, 'Question', minute(0))
    for (let number = 1; number <= 5; number++) await replyToThread(ana, id, { markdown: `Reply ${number}` }, minute(number))
    const [inFeed] = (await readFeed(ben)).threads
    expect(inFeed?.replyCount).toBe(5)
    expect(inFeed?.replies.map((reply) => reply.html.trim())).toEqual(['<p>Reply 3</p>', '<p>Reply 4</p>', '<p>Reply 5</p>'])
    expect((await getThread(ben, id, { replies: 50 })).replies).toHaveLength(5)
  })
})
