import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#platform/db.server.ts'
import { type DomainEvents, onDomainEvent } from '#platform/events.server.ts'
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
