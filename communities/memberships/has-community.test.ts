import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db, type Visibility } from '#platform/db.server.ts'
import { makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { archiveCommunity } from './archive-community.server.ts'
import { createCommunity } from './create-community.server.ts'
import { hasCommunity } from './has-community.server.ts'

let ana: Viewer
let ben: Viewer

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben] = await makePeople('Ana', 'Ben')
})

const found = (visibility: Visibility) =>
  db.$transaction((tx) => createCommunity(ben, { name: 'Chairs', visibility, startingPoint: 'team' }, tx))

test('there is none to begin with; one that is listed counts, also for who is not in', async () => {
  expect(await hasCommunity(ana)).toBe(false)
  await found('closed')
  expect(await hasCommunity(ana)).toBe(true)
})

test('a secret one is not given away, and one in the archive does not count', async () => {
  const { id } = await found('secret')
  expect(await hasCommunity({ ...ana, role: 'member' })).toBe(false)
  expect(await hasCommunity(ben)).toBe(true)
  await archiveCommunity(ben, id)
  expect(await hasCommunity(ben)).toBe(false)
})
