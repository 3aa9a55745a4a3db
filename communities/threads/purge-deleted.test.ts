import { beforeEach, expect, test } from 'vitest'
import { purgeExpired } from '#communities/people/purge-expired.server.ts'
import { startSignIn } from '#communities/people/start-sign-in.server.ts'
import { db } from '#platform/db.server.ts'
import { truncateAll } from '#tests/database.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { purgeDeleted } from './purge-deleted.server.ts'

const now = new Date('2026-11-24T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 60 * 60 * 1000)

beforeEach(truncateAll)

test('what was deleted more than 30 days ago is gone with all that hangs on it; the rest stays', async () => {
  const ana = await makePerson('Ana')
  const { community } = await makeRoom([ana])
  const post = (markdown: string, deletedAt: Date | null) =>
    db.thread.create({
      data: {
        communityId: community.id,
        kind: 'update',
        authorId: ana.id,
        markdown,
        deletedAt,
        replies: { create: { authorId: ana.id, markdown: `answer to ${markdown}`, html: '' } },
        reactions: { create: { memberId: ana.id, emoji: '👍' } },
      },
    })
  await post('old', daysAgo(31))
  await post('recent', daysAgo(29))
  const kept = await post('kept', null)
  await db.reply.create({ data: { threadId: kept.id, authorId: ana.id, markdown: 'old reply', html: '', deletedAt: daysAgo(31) } })
  await purgeDeleted(now)
  await purgeDeleted(now)
  const threads = await db.thread.findMany({ select: { markdown: true }, orderBy: { markdown: 'asc' } })
  const replies = await db.reply.findMany({ select: { markdown: true }, orderBy: { markdown: 'asc' } })
  expect(threads.map(({ markdown }) => markdown)).toEqual(['kept', 'recent'])
  expect(replies.map(({ markdown }) => markdown)).toEqual(['answer to kept', 'answer to recent'])
  expect(await db.reaction.count()).toBe(2)
})

test('sign-ins, invitations and resets that are over for 30 days are gone, those in use are not', async () => {
  const ana = await makePerson('Ana')
  await startSignIn(db, ana.id, { userAgent: 'in use' }, daysAgo(1))
  await startSignIn(db, ana.id, { userAgent: 'over' }, daysAgo(91))
  await startSignIn(db, ana.id, { userAgent: 'revoked' }, daysAgo(40))
  await db.signIn.updateMany({ where: { userAgent: 'revoked' }, data: { revokedAt: daysAgo(31) } })
  const reset = { memberId: ana.id, createdAt: daysAgo(40) }
  const invitation = { createdById: ana.id, usesLeft: 1 }
  for (const [name, expiresAt] of [
    ['open', daysAgo(-1)],
    ['just over', daysAgo(1)],
    ['long over', daysAgo(31)],
  ] as const) {
    await db.passwordReset.create({ data: { ...reset, tokenHash: name, expiresAt } })
    await db.invitation.create({ data: { ...invitation, tokenHash: name, expiresAt } })
  }
  await db.passwordReset.create({ data: { ...reset, tokenHash: 'used', expiresAt: daysAgo(-1), usedAt: daysAgo(31) } })
  await db.invitation.create({ data: { ...invitation, tokenHash: 'revoked', expiresAt: daysAgo(-1), revokedAt: daysAgo(31) } })
  await purgeExpired(now)
  expect(await db.signIn.findMany({ select: { userAgent: true } })).toEqual([{ userAgent: 'in use' }])
  const remaining = { select: { tokenHash: true }, orderBy: { tokenHash: 'asc' } } as const
  expect(await db.passwordReset.findMany(remaining)).toEqual([{ tokenHash: 'just over' }, { tokenHash: 'open' }])
  expect(await db.invitation.findMany(remaining)).toEqual([{ tokenHash: 'just over' }, { tokenHash: 'open' }])
})
