import { beforeEach, describe, expect, test } from 'vitest'
import { archiveCommunity } from '#communities/memberships/archive-community.server.ts'
import { leaveCommunity } from '#communities/memberships/leave-community.server.ts'
import { db } from '#platform/db.server.ts'
import { foundScene } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { form, newAddress, setPolicy, signUpAs, viewerOf } from '#tests/people-scene.ts'
import { acceptInvitation } from './accept-invitation.server.ts'
import type { Viewer } from './contract.ts'
import { createInvitation } from './create-invitation.server.ts'
import { findInvitation } from './find-invitation.server.ts'
import { listInvitations } from './list-invitations.server.ts'
import { manageAccount } from './manage-account.server.ts'
import { revokeInvitation } from './revoke-invitation.server.ts'
import { signUp } from './sign-up.server.ts'

let ana: Viewer
const gone = { code: 'invitation.gone' }
const make = (by: Viewer, raw: Record<string, unknown> = {}) => createInvitation(by, raw, newAddress())
const enter = (name: string, invitation: string, more = {}) =>
  signUp(form(name, { invitation, ...more }), { userAgent: '' }, newAddress()).then(viewerOf)
const rolesIn = (communityId: string) =>
  db.membership.findMany({ where: { communityId }, select: { role: true, member: { select: { name: true } } }, orderBy: { role: 'asc' } })

beforeEach(async () => {
  await truncateAll()
  ana = await signUpAs('Ana')
})

describe('an invitation link', () => {
  test('lets one person in, who is a plain member, and then no more', async () => {
    const token = await make(ana)
    expect(await findInvitation(token)).toMatchObject({ from: { name: 'Ana' }, community: null })
    expect(await enter('Ben', token)).toMatchObject({ name: 'Ben', role: 'member' })
    await expect(enter('Dan', token)).rejects.toMatchObject(gone)
    expect(await findInvitation(token)).toBeNull()
  })

  test('has a last use that one of those who race for it gets', async () => {
    const token = await make(ana, { uses: '2' })
    const outcomes = await Promise.allSettled(['Ben', 'Chloé', 'Dan', 'Emma'].map((name) => enter(name, token)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(await db.member.count()).toBe(3)
    expect(await db.invitation.findMany()).toMatchObject([{ usesLeft: 0 }])
  })

  test('loses no use on a sign-up that fails', async () => {
    const token = await make(ana)
    await expect(enter('Ben', token, { email: 'ana@demo.palier' })).rejects.toMatchObject({ fields: { email: 'email.taken' } })
    await expect(enter('Ben', token, { password: 'short' })).rejects.toMatchObject({ fields: { password: 'password.tooShort' } })
    expect(await enter('Ben', token)).toMatchObject({ name: 'Ben' })
  })

  test('ends: by its date, by being taken back, with the account of who made it', async () => {
    const old = await createInvitation(ana, { days: '1' }, newAddress(), new Date(Date.now() - 25 * 60 * 60 * 1000))
    await expect(enter('Ben', old)).rejects.toMatchObject(gone)
    const [taken, open] = [await make(ana), await make(ana, { uses: '5' })]
    const [newest, before] = await listInvitations(ana)
    expect([newest?.usesLeft, before?.usesLeft]).toEqual([5, 1])
    await revokeInvitation(ana, { invitationId: before?.id })
    await expect(enter('Ben', taken)).rejects.toMatchObject(gone)
    const ben = await enter('Ben', open)
    const bens = await make(ben)
    await manageAccount(ana, { memberId: ben.id, change: 'close' })
    await expect(enter('Dan', bens)).rejects.toMatchObject(gone)
    expect(await listInvitations(ana)).toMatchObject([{ usesLeft: 4 }])
  })

  test('is not the key of an open workspace either', async () => {
    await setPolicy('open')
    await expect(enter('Ben', 'no such token')).rejects.toMatchObject(gone)
  })

  test('is seen and taken back by who made it and by admins, by nobody else', async () => {
    const ben = await enter('Ben', await make(ana))
    const dan = await enter('Dan', await make(ana))
    await make(ben)
    const [invitation] = await listInvitations(ana)
    expect(invitation?.from.name).toBe('Ben')
    expect(await listInvitations(dan)).toEqual([])
    await revokeInvitation(dan, { invitationId: invitation?.id })
    expect(await listInvitations(ben)).toHaveLength(1)
    await revokeInvitation(ana, { invitationId: invitation?.id })
    expect(await listInvitations(ben)).toEqual([])
  })

  test('has limits that are told', async () => {
    await expect(make(ana, { uses: '0', days: '400' })).rejects.toMatchObject({ fields: { uses: 'uses.wrong', days: 'days.wrong' } })
    for (let made = 0; made < 30; made++) await make(ana)
    await expect(make(ana)).rejects.toMatchObject({ code: 'limit.reached' })
  })
})

describe('an invitation with a community', () => {
  test('makes the newcomer a member of it, and counts them', async () => {
    const { id } = await foundScene(ana, 'secret')
    const token = await make(ana, { communityId: id })
    expect(await findInvitation(token)).toMatchObject({ community: { name: 'Design' } })
    await enter('Ben', token)
    expect(await rolesIn(id)).toMatchObject([
      { role: 'owner', member: { name: 'Ana' } },
      { role: 'member', member: { name: 'Ben' } },
    ])
    expect(await db.community.findUnique({ where: { id } })).toMatchObject({ memberCount: 2 })
  })

  test('is made only by who may invite there; a secret one does not exist for others', async () => {
    const ben = await enter('Ben', await make(ana))
    const secret = await foundScene(ana, 'secret')
    const closed = await foundScene(ana, 'closed')
    await expect(make(ben, { communityId: secret.id })).rejects.toMatchObject({ code: 'community.notFound' })
    await expect(make(ben, { communityId: closed.id })).rejects.toMatchObject({ code: 'community.forbidden' })
    const bens = await foundScene(ben, 'secret')
    await make(ben, { communityId: bens.id })
    expect(await listInvitations(ana)).toMatchObject([{ from: { name: 'Ben' }, communityName: null }])
  })

  test('brings it no longer when its maker has left it, or it is archived: the newcomer enters the workspace alone', async () => {
    const ben = await enter('Ben', await make(ana))
    const left = await foundScene(ana, 'secret', { ben })
    await db.membership.update({ where: { communityId_memberId: { communityId: left.id, memberId: ben.id } }, data: { role: 'moderator' } })
    const archived = await foundScene(ana, 'open')
    const [one, two] = [await make(ben, { communityId: left.id }), await make(ana, { communityId: archived.id })]
    await leaveCommunity(ben, left.id)
    await archiveCommunity(ana, archived.id)
    for (const [name, token] of [
      ['Dan', one],
      ['Emma', two],
    ] as const) {
      expect(await findInvitation(token)).toMatchObject({ community: null })
      await enter(name, token)
    }
    expect(await db.membership.count({ where: { member: { name: { in: ['Dan', 'Emma'] } } } })).toBe(0)
  })

  test('also lets in who has an account; who is in spends no use, also by racing', async () => {
    const ben = await enter('Ben', await make(ana))
    const { id, slug } = await foundScene(ana, 'secret')
    const token = await make(ana, { communityId: id, uses: '2' })
    const slugs = await Promise.all([1, 2, 3].map(() => acceptInvitation(ben, token, newAddress())))
    expect(slugs).toEqual([slug, slug, slug])
    expect(await acceptInvitation(ana, token, newAddress())).toBe(slug)
    expect(await db.invitation.findFirst({ where: { communityId: id } })).toMatchObject({ usesLeft: 1 })
    expect(await db.community.findUnique({ where: { id } })).toMatchObject({ memberCount: 2 })
    await expect(acceptInvitation(ben, 'no such token', newAddress())).rejects.toMatchObject(gone)
  })

  test('brings newcomers and colleagues in who follow it at the same time', async () => {
    const people = Array.from({ length: 20 }, (_, index) => index)
    const alone = await make(ana, { uses: '20' })
    const colleagues = await Promise.all(people.map((index) => enter(`Colleague${index}`, alone)))
    const { id } = await foundScene(ana, 'secret')
    const token = await make(ana, { communityId: id, uses: '40' })
    await Promise.all([
      ...people.map((index) => enter(`Newcomer${index}`, token)),
      ...colleagues.map((colleague) => acceptInvitation(colleague, token, newAddress())),
    ])
    expect(await db.membership.count({ where: { communityId: id } })).toBe(41)
    expect(await db.invitation.findFirst({ where: { communityId: id } })).toMatchObject({ usesLeft: 0 })
  })
})
