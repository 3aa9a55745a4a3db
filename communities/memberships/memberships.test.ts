import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { type DomainEvents, onDomainEvent } from '#platform/events.server.ts'
import { foundScene, invite, makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { answerInvitation } from './answer-invitation.server.ts'
import { archiveCommunity } from './archive-community.server.ts'
import { askToJoin } from './ask-to-join.server.ts'
import { changeRole } from './change-role.server.ts'
import { decideJoinRequest } from './decide-join-request.server.ts'
import { editCommunity } from './edit-community.server.ts'
import { inviteMember } from './invite-member.server.ts'
import { joinCommunity } from './join-community.server.ts'
import { leaveCommunity } from './leave-community.server.ts'
import { removeMember } from './remove-member.server.ts'
import { restoreCommunity } from './restore-community.server.ts'
import { withdrawInvitation } from './withdraw-invitation.server.ts'
import { withdrawJoinRequest } from './withdraw-join-request.server.ts'

let ana: Viewer
let ben: Viewer
let chloe: Viewer
let dan: Viewer

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben, chloe, dan] = await makePeople('Ana', 'Ben', 'Chloé', 'Dan')
})

/** The roles in a community by name; fails where the count kept with it is another. */
async function rolesIn(communityId: string): Promise<Record<string, string>> {
  const { memberCount, memberships } = await db.community.findUniqueOrThrow({
    where: { id: communityId },
    select: { memberCount: true, memberships: { select: { role: true, member: { select: { name: true } } } } },
  })
  expect(memberCount).toBe(memberships.length)
  return Object.fromEntries(memberships.map(({ role, member }) => [member.name, role]))
}

async function heard<T extends keyof DomainEvents>(name: T, work: () => Promise<unknown>): Promise<DomainEvents[T][]> {
  const events: DomainEvents[T][] = []
  const stop = onDomainEvent(name, async (event) => void events.push(event))
  try {
    await work()
  } finally {
    stop()
  }
  return events
}

const code = (expected: string) => ({ code: expected })
const fulfilled = (outcomes: PromiseSettledResult<unknown>[]) => outcomes.filter(({ status }) => status === 'fulfilled').length

describe('joining and leaving', () => {
  test('an open community is joined; ten clicks at once are one membership and one event', async () => {
    const { id } = await foundScene(ana, 'open')
    const began = await heard('membership.began', () => Promise.all(Array.from({ length: 10 }, () => joinCommunity(ben, id))))
    expect(began).toEqual([{ memberId: ben.id, communityId: id }])
    expect(await rolesIn(id)).toEqual({ Ana: 'owner', Ben: 'member' })
  })

  test('joins and leaves that race keep the count right', async () => {
    const { id } = await foundScene(ana, 'open', { ben, chloe })
    await Promise.all([joinCommunity(dan, id), leaveCommunity(ben, id), leaveCommunity(chloe, id), joinCommunity(dan, id)])
    expect(await rolesIn(id)).toEqual({ Ana: 'owner', Dan: 'member' })
  })

  test('a closed community is not joined, a secret one does not exist', async () => {
    const closed = await foundScene(ana, 'closed')
    const secret = await foundScene(ana, 'secret')
    await expect(joinCommunity(ben, closed.id)).rejects.toMatchObject(code('community.forbidden'))
    await expect(joinCommunity(ben, secret.id)).rejects.toMatchObject(code('community.notFound'))
    await expect(joinCommunity(ben, randomUUID())).rejects.toMatchObject(code('community.notFound'))
  })

  test('who lets people in from now on finds those who ask already; who did before hears nothing twice', async () => {
    const { id } = await foundScene(ana, 'closed', { ben })
    await askToJoin(chloe, id, { message: 'I draw chairs' })
    await askToJoin(dan, id, {})
    const asking = async (who: Viewer) => {
      const items = await db.inboxItem.findMany({ where: { memberId: who.id, kind: 'joinRequest' } })
      return items.map(({ actorId, excerpt, count }) => [actorId, excerpt, count]).sort()
    }
    expect(await asking(ben)).toEqual([])
    const both = [
      [chloe.id, 'I draw chairs', 1],
      [dan.id, '', 1],
    ].sort()
    await changeRole(ana, id, { memberId: ben.id, role: 'moderator' })
    expect(await asking(ben)).toEqual(both)
    await changeRole(ana, id, { memberId: ben.id, role: 'owner' })
    expect(await asking(ben)).toEqual(both)
  })

  test('the last owner hands over first', async () => {
    const { id } = await foundScene(ana, 'open', { ben })
    await expect(leaveCommunity(ana, id)).rejects.toMatchObject(code('community.lastOwner'))
    await changeRole(ana, id, { memberId: ben.id, role: 'owner' })
    const ended = await heard('membership.ended', () => leaveCommunity(ana, id))
    expect(ended).toEqual([{ memberId: ana.id, communityId: id }])
    expect(await rolesIn(id)).toEqual({ Ben: 'owner' })
  })

  test('two owners who leave at once leave one behind where others stay', async () => {
    const { id } = await foundScene(ana, 'open', { ben, chloe })
    await changeRole(ana, id, { memberId: ben.id, role: 'owner' })
    const outcomes = await Promise.allSettled([leaveCommunity(ana, id), leaveCommunity(ben, id)])
    expect(fulfilled(outcomes)).toBe(1)
    expect(Object.values(await rolesIn(id)).sort()).toEqual(['member', 'owner'])
  })

  test('the last one to leave puts it into the archive, and owns it again when somebody brings it back', async () => {
    const { id } = await foundScene(ana, 'open')
    const archived = await heard('community.archived', () => leaveCommunity(ana, id))
    expect(archived).toEqual([{ communityId: id }])
    expect(await rolesIn(id)).toEqual({})
    const admin = { ...dan, role: 'admin' as const }
    await restoreCommunity(admin, id)
    expect(await rolesIn(id)).toEqual({ Ana: 'owner' })
    expect(await db.community.findUnique({ where: { id } })).toMatchObject({ archivedAt: null })
    expect(await db.inboxItem.findMany({ select: { memberId: true, kind: true, actorId: true } })).toEqual([
      { memberId: ana.id, kind: 'broughtBack', actorId: dan.id },
    ])
  })

  test('of who is still in, the moderator who was in for longest owns what is brought back, and hears who asks', async () => {
    const { id } = await foundScene(ana, 'closed', { ben, chloe })
    await changeRole(ana, id, { memberId: chloe.id, role: 'moderator' })
    await askToJoin(dan, id, {})
    await archiveCommunity(ana, id)
    await db.member.update({ where: { id: ana.id }, data: { deactivatedAt: new Date() } })
    await restoreCommunity({ ...dan, role: 'admin' }, id)
    expect(await db.membership.findMany({ where: { role: 'owner', memberId: { not: ana.id } } })).toMatchObject([{ memberId: chloe.id }])
    const hers = await db.inboxItem.findMany({ where: { memberId: chloe.id }, orderBy: { kind: 'asc' }, select: { kind: true } })
    expect(hers).toEqual([{ kind: 'joinRequest' }, { kind: 'broughtBack' }])
  })

  test('what is closed stays in the archive while nobody is left who read it; what is open goes to who brings it back', async () => {
    const admin = { ...dan, role: 'admin' as const }
    for (const [visibility, outcome] of [
      ['closed', { reason: code('community.nobodyLeft') }],
      ['open', { status: 'fulfilled' }],
    ] as const) {
      const { id } = await foundScene(ana, visibility)
      await db.member.update({ where: { id: ana.id }, data: { deactivatedAt: null } })
      await leaveCommunity(ana, id)
      await db.member.update({ where: { id: ana.id }, data: { deactivatedAt: new Date() } })
      expect(await Promise.allSettled([restoreCommunity(admin, id)])).toMatchObject([outcome])
      const { archivedAt } = await db.community.findUniqueOrThrow({ where: { id } })
      expect(archivedAt === null).toBe(visibility === 'open')
    }
  })
})

describe('asking to join', () => {
  test('asked twice at once it is one request; the last message stands; it can be taken back and asked again', async () => {
    const { id } = await foundScene(ana, 'closed')
    await Promise.all([askToJoin(ben, id, { message: 'Hello' }), askToJoin(ben, id, { message: 'Hello' })])
    await askToJoin(ben, id, { message: '  May I?\u0000 ' })
    const waiting = await db.joinRequest.findMany({ where: { communityId: id } })
    expect(waiting).toMatchObject([{ state: 'waiting', message: 'May I?' }])
    await withdrawJoinRequest(ben, id)
    await withdrawJoinRequest(ben, id)
    await askToJoin(ben, id, {})
    expect(await db.joinRequest.count({ where: { communityId: id, state: 'waiting' } })).toBe(1)
  })

  test('asked and taken back again and again it is one matter for those who decide, and refused in the end', async () => {
    const { id } = await foundScene(ana, 'closed')
    for (let time = 0; time < 20; time++) {
      await askToJoin(ben, id, {})
      await withdrawJoinRequest(ben, id)
    }
    expect(await db.inboxItem.count({ where: { memberId: ana.id, kind: 'joinRequest' } })).toBe(1)
    await expect(askToJoin(ben, id, {})).rejects.toMatchObject(code('limit.reached'))
    await askToJoin(chloe, id, {})
  })

  test('a message of 501 characters is too long, 500 of which are emoji is not', async () => {
    const { id } = await foundScene(ana, 'closed')
    await expect(askToJoin(ben, id, { message: 'x'.repeat(501) })).rejects.toMatchObject({ fields: { message: 'message.tooLong' } })
    await askToJoin(ben, id, { message: '👩‍💻'.repeat(500) })
  })

  test('open communities are not asked, secret ones do not exist', async () => {
    const open = await foundScene(ana, 'open')
    const secret = await foundScene(ana, 'secret')
    await expect(askToJoin(ben, open.id, {})).rejects.toMatchObject(code('community.forbidden'))
    await expect(askToJoin(ben, secret.id, {})).rejects.toMatchObject(code('community.notFound'))
  })

  async function asked() {
    const { id } = await foundScene(ana, 'closed', { chloe })
    await changeRole(ana, id, { memberId: chloe.id, role: 'moderator' })
    await askToJoin(ben, id, {})
    const { id: requestId } = await db.joinRequest.findFirstOrThrow({ where: { communityId: id } })
    return { id, requestId }
  }

  test('two moderators who approve at once let in one member', async () => {
    const { id, requestId } = await asked()
    const approval = { requestId, decision: 'approved' }
    const began = await heard('membership.began', () =>
      Promise.all([decideJoinRequest(ana, id, approval), decideJoinRequest(chloe, id, approval)]),
    )
    expect(began).toHaveLength(1)
    expect(await rolesIn(id)).toEqual({ Ana: 'owner', Chloé: 'moderator', Ben: 'member' })
    expect(await db.joinRequest.findUnique({ where: { id: requestId } })).toMatchObject({ state: 'approved' })
  })

  test('of an approval and a refusal at once, the first counts and the second hears of it', async () => {
    const { id, requestId } = await asked()
    const outcomes = await Promise.allSettled([
      decideJoinRequest(ana, id, { requestId, decision: 'approved' }),
      decideJoinRequest(chloe, id, { requestId, decision: 'declined' }),
    ])
    expect(fulfilled(outcomes)).toBe(1)
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: code('joinRequest.gone') })
    const { state } = await db.joinRequest.findUniqueOrThrow({ where: { id: requestId } })
    expect('Ben' in (await rolesIn(id))).toBe(state === 'approved')
  })

  test('what was withdrawn cannot be approved, nor what belongs to another community', async () => {
    const { id, requestId } = await asked()
    const other = await foundScene(ana, 'closed')
    await expect(decideJoinRequest(ana, other.id, { requestId, decision: 'approved' })).rejects.toMatchObject(code('joinRequest.notFound'))
    await withdrawJoinRequest(ben, id)
    await expect(decideJoinRequest(ana, id, { requestId, decision: 'approved' })).rejects.toMatchObject(code('joinRequest.gone'))
    expect(await rolesIn(id)).not.toHaveProperty('Ben')
  })
})

describe('inviting', () => {
  test('an invitation to a secret community opens it to one person, once', async () => {
    const { id } = await foundScene(ana, 'secret')
    await invite(ana, id, ben)
    await invite(ana, id, ben)
    await answerInvitation(ben, id, { answer: 'accept' })
    await answerInvitation(ben, id, { answer: 'accept' })
    expect(await rolesIn(id)).toEqual({ Ana: 'owner', Ben: 'member' })
    expect(await db.communityInvitation.count()).toBe(0)
    await leaveCommunity(ben, id)
    await expect(answerInvitation(ben, id, { answer: 'accept' })).rejects.toMatchObject(code('community.notFound'))
  })

  test('declining, or taking it back, closes it again', async () => {
    const { id } = await foundScene(ana, 'secret')
    await invite(ana, id, ben)
    await answerInvitation(ben, id, { answer: 'decline' })
    await expect(joinCommunity(ben, id)).rejects.toMatchObject(code('community.notFound'))
    await invite(ana, id, chloe)
    await withdrawInvitation(ana, id, { memberId: chloe.id })
    await expect(joinCommunity(chloe, id)).rejects.toMatchObject(code('community.notFound'))
  })

  test('a member takes back only what they sent themselves', async () => {
    const { id } = await foundScene(ana, 'closed', { ben })
    await invite(ana, id, dan)
    await expect(withdrawInvitation(ben, id, { memberId: dan.id })).rejects.toMatchObject(code('community.forbidden'))
  })

  test('who had asked is in at once; two invitations and a request at once are one membership', async () => {
    const { id } = await foundScene(ana, 'closed')
    await askToJoin(ben, id, {})
    const began = await heard('membership.began', () => Promise.all([invite(ana, id, ben), invite(ana, id, ben)]))
    expect(began).toEqual([{ memberId: ben.id, communityId: id }])
    expect(await rolesIn(id)).toEqual({ Ana: 'owner', Ben: 'member' })
  })

  test('nobody is invited who has no account any more, or never had one', async () => {
    const { id } = await foundScene(ana, 'open')
    await db.member.update({ where: { id: ben.id }, data: { deactivatedAt: new Date() } })
    await expect(inviteMember(ana, id, { memberId: ben.id })).rejects.toMatchObject(code('member.notFound'))
    await expect(inviteMember(ana, id, { memberId: randomUUID() })).rejects.toMatchObject(code('member.notFound'))
    await expect(inviteMember(ana, id, { memberId: 'Ben' })).rejects.toMatchObject({ fields: { memberId: 'input.invalid' } })
  })
})

describe('roles', () => {
  test('two owners who step down at once leave one owner', async () => {
    const { id } = await foundScene(ana, 'open', { ben })
    await changeRole(ana, id, { memberId: ben.id, role: 'owner' })
    const outcomes = await Promise.allSettled([
      changeRole(ana, id, { memberId: ana.id, role: 'member' }),
      changeRole(ben, id, { memberId: ben.id, role: 'member' }),
    ])
    expect(fulfilled(outcomes)).toBe(1)
    expect(Object.values(await rolesIn(id)).sort()).toEqual(['member', 'owner'])
  })

  test('moderators take out members, not owners or each other; the last owner is not taken out', async () => {
    const { id } = await foundScene(ana, 'open', { ben, chloe, dan })
    await changeRole(ana, id, { memberId: ben.id, role: 'moderator' })
    await changeRole(ana, id, { memberId: chloe.id, role: 'moderator' })
    await expect(removeMember(ben, id, { memberId: ana.id })).rejects.toMatchObject(code('community.forbidden'))
    await expect(removeMember(ben, id, { memberId: chloe.id })).rejects.toMatchObject(code('community.forbidden'))
    const ended = await heard('membership.ended', () =>
      Promise.all([removeMember(ben, id, { memberId: dan.id }), removeMember(ana, id, { memberId: dan.id })]),
    )
    expect(ended).toEqual([{ memberId: dan.id, communityId: id }])
    await expect(removeMember(ana, id, { memberId: ana.id })).rejects.toMatchObject(code('community.lastOwner'))
    expect(await rolesIn(id)).toEqual({ Ana: 'owner', Ben: 'moderator', Chloé: 'moderator' })
  })

  test('who is no member has no role, and a role that is none is refused', async () => {
    const { id } = await foundScene(ana, 'open')
    await expect(changeRole(ana, id, { memberId: ben.id, role: 'owner' })).rejects.toMatchObject(code('member.notFound'))
    await expect(changeRole(ana, id, { memberId: ana.id, role: 'king' })).rejects.toMatchObject({ fields: { role: 'role.unknown' } })
  })
})

describe('editing and archiving', () => {
  const about = { name: 'Design studio', purpose: '', visibility: 'open' }

  test('the address stays; a new visibility is told of once; opening lets in who was waiting', async () => {
    const { id, slug } = await foundScene(ana, 'closed')
    await askToJoin(ben, id, {})
    const told = await heard('community.visibilityChanged', async () => {
      await editCommunity(ana, id, about)
      await editCommunity(ana, id, { ...about, whoPosts: 'moderators' })
    })
    expect(told).toEqual([{ communityId: id }])
    expect(await db.community.findUnique({ where: { id } })).toMatchObject({ ...about, slug, whoPosts: 'moderators' })
    expect(await rolesIn(id)).toEqual({ Ana: 'owner', Ben: 'member' })
  })

  test('each wrong field says what is wrong', async () => {
    const { id } = await foundScene(ana, 'closed')
    await expect(editCommunity(ana, id, { name: ' \u0000 ', purpose: 'x'.repeat(501), visibility: 'hidden' })).rejects.toMatchObject({
      fields: { name: 'communityName.missing', purpose: 'purpose.tooLong', visibility: 'visibility.unknown' },
    })
  })

  test('an archived community stays as it is until it is back; archiving twice is told of once', async () => {
    const { id } = await foundScene(ana, 'open')
    const told = await heard('community.archived', () => Promise.all([archiveCommunity(ana, id), archiveCommunity(ana, id)]))
    expect(told).toHaveLength(1)
    await expect(joinCommunity(ben, id)).rejects.toMatchObject(code('community.archived'))
    await expect(editCommunity(ana, id, about)).rejects.toMatchObject(code('community.archived'))
    await expect(restoreCommunity(ben, id)).rejects.toMatchObject(code('community.forbidden'))
    await restoreCommunity(ana, id)
    await joinCommunity(ben, id)
    expect(await rolesIn(id)).toEqual({ Ana: 'owner', Ben: 'member' })
  })
})
