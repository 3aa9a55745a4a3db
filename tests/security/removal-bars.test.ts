import { beforeEach, describe, expect, test } from 'vitest'
import { answerInvitation } from '#communities/memberships/answer-invitation.server.ts'
import { askToJoin } from '#communities/memberships/ask-to-join.server.ts'
import { changeRole } from '#communities/memberships/change-role.server.ts'
import { decideJoinRequest } from '#communities/memberships/decide-join-request.server.ts'
import { editCommunity } from '#communities/memberships/edit-community.server.ts'
import { getCommunityPage } from '#communities/memberships/get-community-page.server.ts'
import { inviteMember } from '#communities/memberships/invite-member.server.ts'
import { joinCommunity } from '#communities/memberships/join-community.server.ts'
import { leaveCommunity } from '#communities/memberships/leave-community.server.ts'
import { listDirectory } from '#communities/memberships/list-directory.server.ts'
import { listInvitable } from '#communities/memberships/list-invitable.server.ts'
import { removeMember } from '#communities/memberships/remove-member.server.ts'
import { acceptInvitation } from '#communities/people/accept-invitation.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { createInvitation } from '#communities/people/create-invitation.server.ts'
import { findInvitation } from '#communities/people/find-invitation.server.ts'
import { manageAccount } from '#communities/people/manage-account.server.ts'
import { db, type Visibility } from '#platform/db.server.ts'
import { foundScene, invite, makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { newAddress, signUpAs } from '#tests/people-scene.ts'

// Who was removed stays out until somebody who may let them in does; what they left behind lets nobody in.
let ana: Viewer
let ben: Viewer
let chloe: Viewer
let dan: Viewer

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben, chloe, dan] = await makePeople('Ana', 'Ben', 'Chloé', 'Dan')
})

const code = (expected: string) => ({ code: expected })
const linkBy = (who: Viewer, communityId: string) => createInvitation(who, { communityId, uses: '10' }, newAddress())
const follow = (who: Viewer, link: string) => acceptInvitation(who, link, newAddress())
const remove = (by: Viewer, communityId: string, whom: Viewer) => removeMember(by, communityId, { memberId: whom.id })
const isIn = async (communityId: string, who: Viewer) => (await db.membership.count({ where: { communityId, memberId: who.id } })) > 0

describe.each<Visibility>(['open', 'closed', 'secret'])('removed from a community that is %s', (visibility) => {
  test('nobody comes back by a link, not even an owner’s, and the link spends no use', async () => {
    const { id } = await foundScene(ana, visibility, { ben })
    const link = await linkBy(ana, id)
    await remove(ana, id, ben)
    await expect(follow(ben, link)).rejects.toMatchObject(code('community.removed'))
    await expect(follow(ben, await linkBy(ana, id))).rejects.toMatchObject(code('community.removed'))
    expect(await db.invitation.findMany({ select: { usesLeft: true } })).toEqual([{ usesLeft: 10 }, { usesLeft: 10 }])
    await follow(dan, link)
    expect([await isIn(id, ben), await isIn(id, dan)]).toEqual([false, true])
  })

  test('nobody comes back by joining, nor by what a plain member does; a moderator’s invitation lets them in', async () => {
    const { id } = await foundScene(ana, visibility, { ben, chloe, dan })
    await changeRole(ana, id, { memberId: dan.id, role: 'moderator' })
    await remove(ana, id, ben)
    await expect(joinCommunity(ben, id)).rejects.toMatchObject(
      code({ open: 'community.removed', closed: 'community.forbidden', secret: 'community.notFound' }[visibility]),
    )
    await expect(invite(chloe, id, ben)).rejects.toMatchObject(code(visibility === 'secret' ? 'community.forbidden' : 'member.removed'))
    await invite(dan, id, ben)
    await answerInvitation(ben, id, { answer: 'accept' })
    expect(await isIn(id, ben)).toBe(true)
    // That is forgotten with it: who leaves by themselves comes back as anybody does.
    await leaveCommunity(ben, id)
    expect(await db.communityRemoval.count()).toBe(0)
  })

  test('an invitation counts for as long as its maker may still invite', async () => {
    const { id } = await foundScene(ana, visibility, { ben, chloe })
    if (visibility === 'secret') for (const { id: memberId } of [ben, chloe]) await changeRole(ana, id, { memberId, role: 'moderator' })
    await invite(ben, id, dan)
    expect((await getCommunityPage(dan, (await db.community.findUniqueOrThrow({ where: { id } })).slug)).invitation).not.toBeNull()
    await remove(ana, id, ben)
    expect((await listDirectory(dan)).invited).toEqual([])
    expect(await db.communityInvitation.count()).toBe(0)
    if (visibility !== 'open') await expect(joinCommunity(dan, id)).rejects.toThrow()
    // Whoever may invite now can.
    await invite(chloe, id, dan)
    await answerInvitation(dan, id, { answer: 'accept' })
    expect(await isIn(id, dan)).toBe(true)
  })
})

test('what a moderator of a secret community sent counts no more once they are none, nor once their account is closed', async () => {
  const admin = { ...(await makePeople('Admin'))[0], role: 'admin' as const }
  await db.member.update({ where: { id: admin.id }, data: { role: 'admin' } })
  const { id, slug } = await foundScene(ana, 'secret', { ben })
  await changeRole(ana, id, { memberId: ben.id, role: 'moderator' })
  await invite(ben, id, dan)
  await changeRole(ana, id, { memberId: ben.id, role: 'member' })
  expect((await listDirectory(dan)).invited).toEqual([])
  await expect(getCommunityPage(dan, slug)).rejects.toMatchObject(code('community.notFound'))
  await expect(answerInvitation(dan, id, { answer: 'accept' })).rejects.toMatchObject(code('community.notFound'))
  await changeRole(ana, id, { memberId: ben.id, role: 'moderator' })
  await manageAccount(admin, { memberId: ben.id, change: 'close' })
  await expect(answerInvitation(dan, id, { answer: 'accept' })).rejects.toMatchObject(code('community.notFound'))
  expect((await listDirectory(dan)).invited).toEqual([])
  // Another moderator's invitation takes the place of the one that counts no more.
  await invite(ana, id, dan)
  await answerInvitation(dan, id, { answer: 'accept' })
  expect(await isIn(id, dan)).toBe(true)
})

test('what a moderator sent to who was removed counts no more once they are a plain member', async () => {
  const { id } = await foundScene(ana, 'closed', { ben, chloe })
  await changeRole(ana, id, { memberId: chloe.id, role: 'moderator' })
  await remove(ana, id, ben)
  await invite(chloe, id, ben)
  await invite(chloe, id, dan)
  await changeRole(ana, id, { memberId: chloe.id, role: 'member' })
  await expect(answerInvitation(ben, id, { answer: 'accept' })).rejects.toThrow()
  await answerInvitation(dan, id, { answer: 'accept' })
  expect([await isIn(id, ben), await isIn(id, dan)]).toEqual([false, true])
})

test('what somebody sent into a community that all may see invites nobody once their account is closed', async () => {
  const [admin] = await makePeople('Admin')
  if (!admin) throw new Error('no admin')
  await db.member.update({ where: { id: admin.id }, data: { role: 'admin' } })
  const { id } = await foundScene(ana, 'closed', { ben })
  await invite(ben, id, dan)
  expect((await listDirectory(dan)).invited).toHaveLength(1)
  await manageAccount({ ...admin, role: 'admin' }, { memberId: ben.id, change: 'close' })
  expect((await listDirectory(dan)).invited).toEqual([])
  await expect(answerInvitation(dan, id, { answer: 'accept' })).rejects.toMatchObject(code('community.forbidden'))
})

test('plain members’ invitations to what becomes secret count no more', async () => {
  const { id } = await foundScene(ana, 'closed', { ben })
  await invite(ben, id, dan)
  await editCommunity(ana, id, { name: 'Design', purpose: '', visibility: 'secret' })
  await expect(answerInvitation(dan, id, { answer: 'accept' })).rejects.toMatchObject(code('community.notFound'))
})

test('a link of somebody who was removed brings nobody in, with an account or without', async () => {
  await signUpAs('Emma', { workspaceName: 'Demo' })
  const { id } = await foundScene(ana, 'closed', { ben })
  const link = await linkBy(ben, id)
  await remove(ana, id, ben)
  await expect(follow(dan, link)).rejects.toMatchObject(code('invitation.gone'))
  expect((await findInvitation(link))?.community).toBeNull()
  const newcomer = await signUpAs('Farid', { invitation: link })
  expect([await isIn(id, dan), await isIn(id, newcomer)]).toEqual([false, false])
})

test('who was removed is told so, may ask, and is let in by whoever decides; opening the community lets them not in', async () => {
  const { id, slug } = await foundScene(ana, 'open', { ben })
  await remove(ana, id, ben)
  const page = await getCommunityPage(ben, slug)
  expect([page.removed, page.may['community.join'], page.may['community.askToJoin']]).toEqual([true, false, true])
  await askToJoin(ben, id, { message: 'I am sorry' })
  await editCommunity(ana, id, { name: 'Design', purpose: '', visibility: 'open' })
  expect(await isIn(id, ben)).toBe(false)
  const { id: requestId } = await db.joinRequest.findFirstOrThrow({ where: { communityId: id, state: 'waiting' } })
  await decideJoinRequest(ana, id, { requestId, decision: 'approved' })
  expect([await isIn(id, ben), await db.communityRemoval.count()]).toEqual([true, 0])
})

test('an invitation that waited on the day of the removal is gone with it, and a plain member is not offered who was removed', async () => {
  const { id } = await foundScene(ana, 'closed', { ben, chloe })
  await remove(ana, id, ben)
  const named = async (who: Viewer) => (await listInvitable(who, id, '')).map(({ name }) => name)
  expect(await named(ana)).toEqual(['Ben', 'Dan'])
  expect(await named(chloe)).toEqual(['Dan'])
})

test('who takes themselves out is not barred', async () => {
  const { id } = await foundScene(ana, 'open', { ben })
  await changeRole(ana, id, { memberId: ben.id, role: 'owner' })
  await removeMember(ben, id, { memberId: ben.id })
  await joinCommunity(ben, id)
  expect(await isIn(id, ben)).toBe(true)
})

test('the address of a closed account opens no second one by a link, however it is written', async () => {
  const emma = await signUpAs('Emma', { workspaceName: 'Demo' })
  const first = await createInvitation(emma, { uses: '10' }, newAddress())
  const farid = await signUpAs('Farid', { invitation: first })
  await manageAccount(emma, { memberId: farid.id, change: 'close' })
  for (const email of ['farid@demo.palier', ' FARID@demo.palier ', 'Farid@Demo.Palier']) {
    await expect(signUpAs('Farid', { email, invitation: first })).rejects.toMatchObject({ fields: { email: 'email.taken' } })
  }
  expect(await db.invitation.findMany({ select: { usesLeft: true } })).toEqual([{ usesLeft: 9 }])
})

test('inviting again who was removed, as a race of two moderators, is one invitation', async () => {
  const { id } = await foundScene(ana, 'closed', { ben, chloe })
  await changeRole(ana, id, { memberId: chloe.id, role: 'owner' })
  await remove(ana, id, ben)
  await Promise.all([ana, chloe].map((by) => inviteMember(by, id, { memberId: ben.id })))
  expect(await db.communityInvitation.count()).toBe(1)
  await Promise.all([1, 2].map(() => answerInvitation(ben, id, { answer: 'accept' })))
  expect([await isIn(id, ben), await db.communityRemoval.count()]).toEqual([true, 0])
})
