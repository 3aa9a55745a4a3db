import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { getRosters } from '#rooms/presence/get-rosters.server.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { archiveRoom } from './archive-room.server.ts'
import { createRoom } from './create-room.server.ts'
import { foundCommunity } from './found-community.server.ts'
import { getRoom } from './get-room.server.ts'
import { listMyRooms, listRoomsAtHand } from './list-my-rooms.server.ts'
import { listRooms } from './list-rooms.server.ts'
import { renameRoom } from './rename-room.server.ts'
import { reorderRooms } from './reorder-rooms.server.ts'
import { restoreRoom } from './restore-room.server.ts'
import { setDoor } from './set-door.server.ts'

let ana: Viewer
let ben: Viewer
beforeEach(async () => {
  ;[ana, ben] = await Promise.all([makePerson('Ana'), makePerson('Ben')])
})

const names = async (viewer: Viewer, communityId: string) => (await listRooms(viewer, communityId)).map(({ name }) => name)

test('a community is born with a room, in the language of who founds it, and with its founder as owner', async () => {
  const input = { name: 'Café du matin', visibility: 'secret', startingPoint: 'leisure' }
  const community = await foundCommunity({ ...ana, language: 'fr' }, input)
  expect(await names(ana, community.id)).toEqual(['Coin café'])
  expect(await getRoom(ana, community.slug, 'coin-cafe')).toMatchObject({ room: { door: 'open' }, standing: { role: 'owner' } })
  await expect(listRooms(ben, community.id)).rejects.toMatchObject({ code: 'community.notFound' })
})

test('a community that cannot be made leaves no room behind', async () => {
  const before = await db.room.count()
  await expect(foundCommunity(ana, { name: '', visibility: 'open', startingPoint: 'team' })).rejects.toMatchObject({
    fields: { name: expect.any(String) },
  })
  expect(await db.room.count()).toBe(before)
})

test('rooms of one name that are made at once have addresses of their own, in the order in which they came', async () => {
  const { community } = await makeRoom([ana])
  const made = await Promise.all(Array.from({ length: 8 }, () => createRoom(ana, community.id, { name: 'Stand-up' })))
  expect(made.map(({ slug }) => slug).sort()).toEqual(['stand-up', ...[2, 3, 4, 5, 6, 7, 8].map((number) => `stand-up-${number}`)])
  expect(made.map(({ position }) => position).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})

test('a name is asked for, and not for too long a one', async () => {
  const { community, room } = await makeRoom([ana])
  await expect(createRoom(ana, community.id, { name: '  ' })).rejects.toMatchObject({ fields: { name: 'roomName.missing' } })
  await expect(renameRoom(ana, room.id, { name: 'x'.repeat(61) })).rejects.toMatchObject({ fields: { name: 'roomName.tooLong' } })
  await expect(setDoor(ana, room.id, { door: 'knock' })).rejects.toMatchObject({ fields: { door: 'door.unknown' } })
})

test('a room that gets another name keeps its address, and who shows it hears of it', async () => {
  const { community, room } = await makeRoom([ana])
  await renameRoom(ana, room.id, { name: 'Salle bleue' })
  expect((await getRoom(ana, community.slug, room.slug)).room.name).toBe('Salle bleue')
  expect((await getRosters(ana, community.id))[0]?.rev).toBe(1)
})

test('rooms stand in the order that was chosen; those that nobody placed follow', async () => {
  const { community, room } = await makeRoom([ana])
  const one = await createRoom(ana, community.id, { name: 'One' })
  const two = await createRoom(ana, community.id, { name: 'Two' })
  await createRoom(ana, community.id, { name: 'Three' })
  await reorderRooms(ana, community.id, { roomIds: [two.id, room.id, '01900000-0000-7000-8000-0000000000ff', one.id] })
  expect(await names(ana, community.id)).toEqual(['Two', 'Main', 'One', 'Three'])
})

test('an archived room is shown to those only who may restore it, at the end, and comes back as it was', async () => {
  const { community, room } = await makeRoom([ana, ben])
  await createRoom(ana, community.id, { name: 'Other' })
  await archiveRoom(ana, room.id)
  expect(await names(ana, community.id)).toEqual(['Other', 'Main'])
  expect(await names(ben, community.id)).toEqual(['Other'])
  expect((await getRosters(ben, community.id)).map((roster) => roster.name)).toEqual(['Other'])
  await restoreRoom(ana, room.id)
  expect(await names(ben, community.id)).toEqual(['Main', 'Other'])
})

test('members do not manage rooms', async () => {
  const { community, room } = await makeRoom([ana, ben])
  for (const work of [
    () => createRoom(ben, community.id, { name: 'Mine' }),
    () => renameRoom(ben, room.id, { name: 'Mine' }),
    () => reorderRooms(ben, community.id, { roomIds: [] }),
    () => setDoor(ben, room.id, { door: 'locked' }),
    () => archiveRoom(ben, room.id),
    () => restoreRoom(ben, room.id),
  ]) {
    await expect(work()).rejects.toMatchObject({ code: 'community.forbidden' })
  }
})

test('setting a door as it is changes nothing, also not since when it is so', async () => {
  const { room } = await makeRoom([ana])
  await setDoor(ana, room.id, { door: 'locked' }, new Date('2026-11-24T09:00:00Z'))
  await setDoor(ana, room.id, { door: 'locked' })
  expect(await db.room.findUnique({ where: { id: room.id } })).toMatchObject({
    door: 'locked',
    doorSetAt: new Date('2026-11-24T09:00:00Z'),
    rosterRev: 1,
  })
})

test('the rooms of many communities come twenty communities at a time, by name, without a gap or a double', async () => {
  const names = Array.from({ length: 45 }, (_, at) => `C ${at % 7}`)
  for (const name of names) {
    const { community } = await makeRoom([ana])
    await db.community.update({ where: { id: community.id }, data: { name } })
  }
  const { community: archived } = await makeRoom([ana])
  await db.community.update({ where: { id: archived.id }, data: { archivedAt: new Date() } })
  const { community: withoutRooms, room } = await makeRoom([ana])
  await db.room.update({ where: { id: room.id }, data: { archivedAt: new Date() } })
  await makeRoom([ben])
  const seen: { id: string; name: string }[] = []
  const sizes = []
  let after: string | undefined
  do {
    const page = await listMyRooms(ana, { after })
    seen.push(...page.groups.map(({ community }) => community))
    sizes.push(page.groups.length)
    after = page.nextAfter ?? undefined
  } while (after)
  expect(sizes).toEqual([20, 20, 5])
  expect(new Set(seen.map(({ id }) => id)).size).toBe(45)
  expect(seen.map(({ name }) => name)).toEqual(names.toSorted())
  expect(seen.map(({ id }) => id)).not.toContain(withoutRooms.id)
})

test('at hand are the first rooms, and every one in which somebody is', async () => {
  const rooms = []
  for (const name of ['A', 'B', 'C', 'D']) {
    const { community, room } = await makeRoom([ana])
    await db.community.update({ where: { id: community.id }, data: { name } })
    rooms.push(room)
  }
  const [, , , last] = rooms
  const open = { communityId: last?.communityId ?? '', roomId: last?.id ?? '' }
  const session = await db.session.create({ data: { ...open, personCount: 0 } })
  const atHand = async (most: number) => (await listRoomsAtHand(ana, most)).map(({ community }) => community.name)
  expect(await atHand(2)).toEqual(['A', 'B'])
  await db.session.update({ where: { id: session.id }, data: { personCount: 1 } })
  expect([await atHand(2), await atHand(0), await atHand(4)]).toEqual([['A', 'B', 'D'], ['D'], ['A', 'B', 'C', 'D']])
})
