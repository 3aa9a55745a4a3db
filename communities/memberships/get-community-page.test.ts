import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { foundScene, invite, makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { askToJoin } from './ask-to-join.server.ts'
import { changeRole } from './change-role.server.ts'
import { getCommunityPage } from './get-community-page.server.ts'
import { listInvitable } from './list-invitable.server.ts'
import { listMembers } from './list-members.server.ts'
import { listWaiting } from './list-waiting.server.ts'

let ana: Viewer
let ben: Viewer
let chloe: Viewer
let dan: Viewer

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben, chloe, dan] = await makePeople('Ana', 'Ben', 'Chloé', 'Dan')
})

const namesOf = (people: { name: string }[]) => people.map(({ name }) => name)

test('who may not read a closed community sees whom to ask, and their own request; no other face', async () => {
  const { id, slug } = await foundScene(ana, 'closed', { ben, chloe })
  await changeRole(ana, id, { memberId: chloe.id, role: 'moderator' })
  await askToJoin(dan, id, { message: 'Hello' })
  const seen = await getCommunityPage(dan, slug)
  expect(namesOf(seen.faces).sort()).toEqual(['Ana', 'Chloé'])
  expect(seen).toMatchObject({ role: null, invitation: null, request: { message: 'Hello' }, waitingRequestCount: 0 })
  expect(seen.may).toMatchObject({ 'community.read': false, 'community.askToJoin': true })
  expect(await getCommunityPage(ana, slug)).toMatchObject({ waitingRequestCount: 1, request: null, role: 'owner' })
  expect(await getCommunityPage(ben, slug)).toMatchObject({ waitingRequestCount: 0, role: 'member' })
})

test('who is invited sees by whom', async () => {
  const { id, slug } = await foundScene(ana, 'secret', { ben })
  await invite(ana, id, dan)
  expect(await getCommunityPage(dan, slug)).toMatchObject({
    invitation: { by: { id: ana.id, name: 'Ana' } },
    may: { 'community.join': true },
  })
  await expect(getCommunityPage(chloe, slug)).rejects.toMatchObject({ code: 'community.notFound' })
})

test('who waits is listed, the first one first, without closed accounts', async () => {
  const { id, slug } = await foundScene(ana, 'closed', { ben })
  await askToJoin(dan, id, {})
  await askToJoin(chloe, id, {})
  await db.member.update({ where: { id: chloe.id }, data: { deactivatedAt: new Date() } })
  expect((await listWaiting(ana, id)).requests).toMatchObject([{ person: { name: 'Dan' }, message: '' }])
  expect(await getCommunityPage(ana, slug)).toMatchObject({ waitingRequestCount: 1 })
})

test('who can be invited: nobody who is in, invited or gone', async () => {
  const { id } = await foundScene(ana, 'open', { ben })
  expect(namesOf(await listInvitable(ana, id, ''))).toEqual(['Chloé', 'Dan'])
  expect(namesOf(await listInvitable(ana, id, 'chlo'))).toEqual(['Chloé'])
  await invite(ana, id, chloe)
  expect(namesOf(await listInvitable(ana, id, ''))).toEqual(['Dan'])
  expect((await listWaiting(ana, id)).invitations).toMatchObject([{ person: { name: 'Chloé' }, by: { name: 'Ana' } }])
  await db.member.update({ where: { id: dan.id }, data: { deactivatedAt: new Date() } })
  expect(await listInvitable(ana, id, '')).toEqual([])
})

test('members are listed by name, found by name, and page by page', async () => {
  const { id } = await foundScene(ana, 'open', { ben })
  const { members, nextAfter } = await listMembers(ana, id)
  expect(members).toMatchObject([
    { name: 'Ana', role: 'owner', mayRemove: true },
    { name: 'Ben', role: 'member', mayRemove: true },
  ])
  expect(nextAfter).toBeNull()
  expect((await listMembers(ben, id, { search: 'EN' })).members).toMatchObject([{ name: 'Ben', mayRemove: false }])

  const many = await makePeople(...Array.from({ length: 70 }, (_, at) => `Emma ${at % 3}`))
  await db.membership.createMany({ data: many.map(({ id: memberId }) => ({ communityId: id, memberId })) })
  const first = await listMembers(ana, id)
  const second = await listMembers(ana, id, { after: first.nextAfter ?? '' })
  expect(second.nextAfter).toBeNull()
  expect(new Set([...first.members, ...second.members].map((member) => member.id)).size).toBe(72)
})
