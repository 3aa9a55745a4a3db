import { beforeEach, describe, expect, test } from 'vitest'
import { listInbox } from '#communities/inbox/list-inbox.server.ts'
import { askToJoin } from '#communities/memberships/ask-to-join.server.ts'
import { leaveCommunity } from '#communities/memberships/leave-community.server.ts'
import { removeMember } from '#communities/memberships/remove-member.server.ts'
import { type CommunityRole, db } from '#platform/db.server.ts'
import { type DomainEvents, onDomainEvent } from '#platform/events.server.ts'
import { foundScene, makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { openSignIns, setPolicy, signInAs, signUpAs } from '#tests/people-scene.ts'
import type { Viewer } from './contract.ts'
import { editWorkspace } from './edit-workspace.server.ts'
import { listSignIns } from './list-sign-ins.server.ts'
import { listWorkspaceMembers } from './list-workspace-members.server.ts'
import { manageAccount } from './manage-account.server.ts'
import { revokeSignIn } from './revoke-sign-in.server.ts'
import { signOutEverywhere } from './sign-out-everywhere.server.ts'
import { updateProfile } from './update-profile.server.ts'

let ana: Viewer
let ben: Viewer

beforeEach(async () => {
  await truncateAll()
  ana = await signUpAs('Ana')
  await setPolicy('open')
  ben = await signUpAs('Ben')
})

describe('sign-ins', () => {
  test('one of them is ended; another person\u2019s is not', async () => {
    const there = await signInAs('Ben')
    await revokeSignIn(ben, { signInId: ana.signInId })
    expect(await openSignIns(ana.id)).toEqual([ana.signInId])
    await revokeSignIn(ben, { signInId: there.signInId })
    await revokeSignIn(ben, { signInId: there.signInId })
    expect((await listSignIns(ben)).map(({ id }) => id)).toEqual([ben.signInId])
    await expect(revokeSignIn(ben, { signInId: 'x' })).rejects.toMatchObject({ fields: { signInId: 'input.invalid' } })
  })

  test('all of them are ended, this one too, and nobody else\u2019s', async () => {
    await signInAs('Ben')
    await signOutEverywhere(ben)
    expect([await openSignIns(ben.id), await openSignIns(ana.id)]).toEqual([[], [ana.signInId]])
  })
})

describe('a profile', () => {
  test('is one\u2019s own to change', async () => {
    await updateProfile(ben, { name: '  Ben   Demo ', language: 'fr', timeZone: 'America/Montreal' })
    const found = await db.member.findUniqueOrThrow({ where: { id: ben.id } })
    expect(found).toMatchObject({ name: 'Ben Demo', language: 'fr', timeZone: 'America/Montreal' })
    await expect(updateProfile(ben, { name: '', language: 'de', timeZone: 'Moon/Crater' })).rejects.toMatchObject({
      fields: { name: 'name.missing', language: 'language.wrong', timeZone: 'timeZone.wrong' },
    })
  })
})

describe('the workspace', () => {
  test('is looked after by admins only', async () => {
    const forbidden = { code: 'workspace.forbidden' }
    await expect(editWorkspace(ben, { name: 'Ours', signUpPolicy: 'open' })).rejects.toMatchObject(forbidden)
    await expect(listWorkspaceMembers(ben)).rejects.toMatchObject(forbidden)
    await expect(manageAccount(ben, { memberId: ben.id, change: 'makeAdmin' })).rejects.toMatchObject(forbidden)
    await editWorkspace(ana, { name: ' Ours ', signUpPolicy: 'invitation' })
    expect(await db.workspace.findMany()).toMatchObject([{ name: 'Ours', signUpPolicy: 'invitation' }])
    await expect(editWorkspace(ana, { name: ' ', signUpPolicy: 'all' })).rejects.toMatchObject({
      fields: { name: 'workspaceName.missing', signUpPolicy: 'input.invalid' },
    })
  })

  test('has its members found by a part of the name or the address, signs of LIKE taken as they are', async () => {
    const found = async (search: string) => (await listWorkspaceMembers(ana, { search })).members.map(({ name }) => name)
    expect(await found('')).toEqual(['Ana', 'Ben'])
    expect(await found(' BEN')).toEqual(['Ben'])
    expect(await found('ana@demo')).toEqual(['Ana'])
    expect(await found('%')).toEqual([])
    expect(await found('_na')).toEqual([])
  })

  test('always keeps an admin: also where two take it from each other at once', async () => {
    const last = { code: 'workspace.lastAdmin' }
    await expect(manageAccount(ana, { memberId: ana.id, change: 'makeMember' })).rejects.toMatchObject(last)
    await expect(manageAccount(ana, { memberId: ana.id, change: 'close' })).rejects.toMatchObject(last)
    await manageAccount(ana, { memberId: ben.id, change: 'makeAdmin' })
    const admin = { ...ben, role: 'admin' as const }
    const outcomes = await Promise.allSettled([
      manageAccount(ana, { memberId: ben.id, change: 'makeMember' }),
      manageAccount(admin, { memberId: ana.id, change: 'close' }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await db.member.count({ where: { role: 'admin', deactivatedAt: null } })).toBe(1)
  })

  test('closes an account: what only its member owned goes to who has been there longest, moderators first, or to the archive', async () => {
    const [chloe, dan] = await makePeople('Chloé', 'Dan')
    const [moderated, plain, shared, alone] = await Promise.all([
      foundScene(ben, 'closed', { dan, chloe }),
      foundScene(ben, 'open', { dan, chloe }),
      foundScene(ben, 'open', { chloe }),
      foundScene(ben, 'secret'),
    ])
    const roleIn = (communityId: string, memberId: string, role: CommunityRole) =>
      db.membership.update({ where: { communityId_memberId: { communityId, memberId } }, data: { role } })
    await roleIn(moderated.id, chloe.id, 'moderator')
    await roleIn(shared.id, chloe.id, 'owner')
    const [emma] = await makePeople('Emma')
    await askToJoin(emma, moderated.id, {})
    await manageAccount(ana, { memberId: ben.id, change: 'close' })
    await manageAccount(ana, { memberId: ben.id, change: 'close' })
    const openOf = async (heir: Viewer) => (await listInbox(heir, { view: 'open' })).entries.map(({ kind, actor }) => [kind, actor?.name])
    expect((await openOf(dan)).sort()).toEqual([['ownership', 'Ben']])
    expect((await openOf(chloe)).sort()).toEqual([
      ['joinRequest', 'Emma'],
      ['ownership', 'Ben'],
    ])

    const ownersOf = async (communityId: string) =>
      (
        await db.membership.findMany({
          where: { communityId, role: 'owner', memberId: { not: ben.id } },
          select: { member: { select: { name: true } } },
        })
      ).map(({ member }) => member.name)
    expect(await ownersOf(moderated.id)).toEqual(['Chloé'])
    expect(await ownersOf(plain.id)).toEqual(['Dan'])
    expect(await ownersOf(shared.id)).toEqual(['Chloé'])
    const archived = await db.community.findMany({ where: { archivedAt: { not: null } }, select: { id: true } })
    expect(archived).toEqual([{ id: alone.id }])

    // An owner whose account is closed does not count as one who stays; nor are they company for the last one who leaves.
    await expect(leaveCommunity(chloe, moderated.id)).rejects.toMatchObject({ code: 'community.lastOwner' })
    await leaveCommunity(chloe, shared.id)
    expect((await db.community.findUniqueOrThrow({ where: { id: shared.id } })).archivedAt).not.toBeNull()
  })

  test('closes and reopens an account: its communities count who is there to be seen, also where that is tried twice', async () => {
    const [chloe] = await makePeople('Chloé')
    const { id } = await foundScene(chloe, 'open', { ben, ana })
    const count = async () => (await db.community.findUniqueOrThrow({ where: { id } })).memberCount
    const manage = (change: 'close' | 'reopen') => manageAccount(ana, { memberId: ben.id, change })
    expect(await count()).toBe(3)
    await Promise.all([manage('close'), manage('close')])
    expect(await count()).toBe(2)
    await Promise.all([manage('reopen'), manage('reopen')])
    expect(await count()).toBe(3)
    await manage('close')
    await removeMember(chloe, id, { memberId: ben.id })
    expect(await count()).toBe(2)
    await manage('reopen')
    expect(await count()).toBe(2)
  })

  test('closes the accounts of two owners at once: the third of them has the community', async () => {
    const [chloe, dan] = await makePeople('Chloé', 'Dan')
    const { id: communityId } = await foundScene(ben, 'open', { chloe, dan })
    await db.membership.update({ where: { communityId_memberId: { communityId, memberId: chloe.id } }, data: { role: 'owner' } })
    await Promise.all([ben, chloe].map(({ id }) => manageAccount(ana, { memberId: id, change: 'close' })))
    const owner = await db.membership.findFirst({ where: { communityId, role: 'owner', member: { deactivatedAt: null } } })
    expect(owner?.memberId).toBe(dan.id)
  })

  test('closes an account: signed out for good, told to the storeys above; reopened, its member signs in anew', async () => {
    const told: DomainEvents['member.deactivated'][] = []
    const stop = onDomainEvent('member.deactivated', async (event) => void told.push(event))
    await manageAccount(ana, { memberId: ben.id, change: 'close' })
    stop()
    expect(told).toEqual([{ memberId: ben.id }])
    await expect(signInAs('Ben')).rejects.toMatchObject({ code: 'signIn.wrong' })
    await manageAccount(ana, { memberId: ben.id, change: 'reopen' })
    expect(await openSignIns(ben.id)).toEqual([])
    expect(await signInAs('Ben')).toMatchObject({ name: 'Ben' })
  })
})
