import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { createCommunity } from './create-community.server.ts'

let ana: Viewer

beforeEach(async () => {
  await truncateAll()
  ;[ana] = await makePeople('Ana')
})

const create = (input: object, viewer = ana) =>
  db.$transaction((tx) => createCommunity(viewer, { name: 'Design', visibility: 'open', startingPoint: 'team', ...input }, tx))

test('who creates it owns it, and is counted', async () => {
  const community = await create({})
  expect(community).toMatchObject({ slug: 'design', memberCount: 1, whoPosts: 'members', createdById: ana.id })
  expect(await db.membership.findMany()).toMatchObject([{ communityId: community.id, memberId: ana.id, role: 'owner' }])
  expect(await db.community.findUnique({ where: { id: community.id } })).toEqual(community)
})

test.each([
  ['Équipe Œuvres & Cœur', 'equipe-oeuvres-coeur'],
  ['🎉🎉', 'community'],
  ['日本', 'community'],
  ['new', 'new-2'],
  ['  --Straße--  ', 'strasse'],
  ['a'.repeat(80), 'a'.repeat(40)],
  ['ﬁne   tuning', 'fine-tuning'],
  ["Robert'); DROP TABLE", 'robert-drop-table'],
])('%s lives at %s', async (name, slug) => {
  expect(await create({ name })).toMatchObject({ slug })
})

test('names that race for one address each get their own', async () => {
  const created = await Promise.all(Array.from({ length: 8 }, () => create({ name: 'Été' })))
  expect(created.map(({ slug }) => slug).sort()).toEqual(['ete', 'ete-2', 'ete-3', 'ete-4', 'ete-5', 'ete-6', 'ete-7', 'ete-8'])
})

test('an announcing community lets moderators post; its purpose is suggested in the language of who creates it', async () => {
  const french = await create({ startingPoint: 'announcements' }, { ...ana, language: 'fr' })
  expect(french).toMatchObject({ whoPosts: 'moderators', purpose: expect.stringContaining('Les nouvelles') })
  expect(await create({ purpose: '' })).toMatchObject({ purpose: '' })
})

test.each([
  [{ name: '' }, { name: 'communityName.missing' }],
  [{ name: ' \u0000\u202e\n ' }, { name: 'communityName.missing' }],
  [{ name: undefined }, { name: 'communityName.missing' }],
  [{ name: 'a'.repeat(81) }, { name: 'communityName.tooLong' }],
  [{ name: 'é'.repeat(10_000) }, { name: 'communityName.tooLong' }],
  [{ purpose: 'a'.repeat(501) }, { purpose: 'purpose.tooLong' }],
  [
    { visibility: 'public', startingPoint: 'club' },
    { visibility: 'visibility.unknown', startingPoint: 'startingPoint.unknown' },
  ],
])('%j is refused, field by field', async (input, fields) => {
  await expect(create(input)).rejects.toMatchObject({ fields })
  expect(await db.community.count()).toBe(0)
})
