import { beforeEach, expect, test } from 'vitest'
import { answerInvitation } from '#communities/memberships/answer-invitation.server.ts'
import { withdrawInvitation } from '#communities/memberships/withdraw-invitation.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { createRoom } from '#rooms/doors/create-room.server.ts'
import { foundCommunity } from '#rooms/doors/found-community.server.ts'
import { setTopic } from '#rooms/sessions/set-topic.server.ts'
import { foundScene, invite, makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'

// One member cannot fill the product, nor a colleague's inbox, by doing over and over what is allowed once.
let ana: Viewer
let ben: Viewer
let chloe: Viewer

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben, chloe] = await makePeople('Ana', 'Ben', 'Chloé')
})

/** How often it is done before it is refused, of 200 times. */
async function timesUntilRefused(work: (time: number) => Promise<unknown>): Promise<number> {
  for (let time = 0; time < 200; time++) {
    const refusal = await work(time).then(
      () => null,
      (error: { code?: string }) => error.code ?? error,
    )
    if (refusal === null) continue
    expect(refusal).toBe('limit.reached')
    return time
  }
  return Number.POSITIVE_INFINITY
}

test('communities', async () => {
  const about = { name: 'Design', visibility: 'open', startingPoint: 'team' }
  expect(await timesUntilRefused(() => foundCommunity(ana, about))).toBe(20)
  await foundCommunity(ben, about)
})

test('rooms', async () => {
  const { id } = await foundScene(ana, 'closed')
  expect(await timesUntilRefused((time) => createRoom(ana, id, { name: `Room ${time}` }))).toBe(30)
})

test('topics', async () => {
  const { id: communityId } = await foundScene(ana, 'closed')
  const room = await createRoom(ana, communityId, { name: 'Main' })
  const { id } = await db.session.create({ data: { communityId, roomId: room.id } })
  expect(await timesUntilRefused((time) => setTopic(ana, id, { topic: `Topic ${time}` }))).toBe(60)
})

test('inviting one colleague, who declines, or from whom it is taken back: whoever invites', async () => {
  const { id } = await foundScene(ana, 'closed', { ben })
  const times = await timesUntilRefused(async (time) => {
    await invite(time % 2 ? ana : ben, id, chloe)
    if (time % 3) await answerInvitation(chloe, id, { answer: 'decline' })
    else await withdrawInvitation(ana, id, { memberId: chloe.id })
  })
  expect(times).toBe(5)
  expect(await db.inboxItem.count({ where: { memberId: chloe.id } })).toBe(1)
})

test('inviting everybody', async () => {
  const { id } = await foundScene(ana, 'closed')
  expect(await timesUntilRefused(() => invite(ana, id, ben))).toBe(100)
})
