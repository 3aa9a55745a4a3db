import { beforeEach, describe, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db, type Visibility } from '#platform/db.server.ts'
import { invite, makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { archiveCommunity } from './archive-community.server.ts'
import { askToJoin } from './ask-to-join.server.ts'
import type { Directory } from './contract.ts'
import { createCommunity } from './create-community.server.ts'
import { listDirectory } from './list-directory.server.ts'

let ana: Viewer
let ben: Viewer

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben] = await makePeople('Ana', 'Ben')
})

const found = (owner: Viewer, name: string, visibility: Visibility = 'open') =>
  db.$transaction((tx) => createCommunity(owner, { name, visibility, startingPoint: 'team' }, tx))

const names = ({ invited, mine, others, archived }: Directory) =>
  Object.fromEntries(
    Object.entries({ invited, mine, others, archived }).map(([group, entries]) => [group, entries.map(({ name }) => name)]),
  )

describe('the directory', () => {
  test('shows invitations, what is mine and what is listed, each by name; secret ones only to those who are in or invited', async () => {
    await found(ben, 'Zebras')
    await found(ben, 'Bicycles')
    await found(ana, 'Chairs', 'closed')
    await found(ana, 'Budget', 'secret')
    const hidden = await found(ana, 'Surprise', 'secret')
    await invite(ana, hidden.id, ben)
    expect(names(await listDirectory(ben))).toEqual({
      invited: ['Surprise'],
      mine: ['Bicycles', 'Zebras'],
      others: ['Chairs'],
      archived: [],
    })
    expect(names(await listDirectory(ana))).toEqual({
      invited: [],
      mine: ['Budget', 'Chairs', 'Surprise'],
      others: ['Bicycles', 'Zebras'],
      archived: [],
    })
  })

  test('says how the viewer stands, and shows no faces of what they may not read', async () => {
    const closed = await found(ana, 'Chairs', 'closed')
    await found(ana, 'Lunch')
    await askToJoin(ben, closed.id, {})
    const { others } = await listDirectory(ben)
    expect(others).toMatchObject([
      { name: 'Chairs', asked: true, role: null, memberCount: 1, faces: [] },
      { name: 'Lunch', asked: false, role: null, memberCount: 1, faces: [{ id: ana.id, name: 'Ana' }] },
    ])
    expect((await listDirectory(ana)).mine).toMatchObject([{ role: 'owner' }, { role: 'owner' }])
  })

  test('archived ones are shown to their members and to the admin only', async () => {
    const { id } = await found(ana, 'Old chairs')
    const secret = await found(ana, 'Old budget', 'secret')
    await archiveCommunity(ana, id)
    await archiveCommunity(ana, secret.id)
    expect(names(await listDirectory(ana)).archived).toEqual(['Old budget', 'Old chairs'])
    expect(names(await listDirectory({ ...ben, role: 'admin' })).archived).toEqual(['Old chairs'])
    expect(names(await listDirectory(ben)).archived).toEqual([])
  })

  test.each([
    ['CHAIR', ['Chairs']],
    [' été ', ['Fête de l’été']],
    ['%', ['100 % wood']],
    ['_', []],
    ['\\', []],
    ['', ['100 % wood', 'Chairs', 'Fête de l’été']],
  ])('is searched by name: "%s"', async (search, expected) => {
    for (const name of ['Chairs', 'Fête de l’été', '100 % wood']) await found(ana, name)
    expect(names(await listDirectory(ben, { search })).others).toEqual(expected)
  })

  test('goes on page by page, with nothing twice and nothing left out', async () => {
    await db.community.createMany({
      data: Array.from({ length: 120 }, (_, at) => ({ slug: `c-${at}`, name: `C ${at % 7}`, visibility: 'open', startingPoint: 'team' })),
    })
    const seen: string[] = []
    let after: string | null = null
    do {
      const { others, nextAfter }: Directory = await listDirectory(ben, after ? { after } : {})
      seen.push(...others.map(({ id }) => id))
      after = nextAfter
    } while (after)
    expect(seen).toHaveLength(120)
    expect(new Set(seen).size).toBe(120)
  })
})
