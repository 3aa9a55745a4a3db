import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { makePeople } from '#tests/communities-scene.ts'
import { makeRoom } from '#tests/rooms-scene.ts'
import { type SessionFilter, searchSessions } from './search-sessions.server.ts'
import { writeSessionText } from './write-session-text.server.ts'

let ana: Viewer
let chloe: Viewer
let emma: Viewer
let community: { id: string }
let room: { id: string }
beforeEach(async () => {
  ;[ana, chloe, emma] = await makePeople('Ana', 'Chloé', 'Emma')
  ;({ community, room } = await makeRoom([ana, chloe]))
})

const at = (hour: number) => new Date(Date.UTC(2026, 10, 24, hour))

async function addSession(hour: number, { topic = '', who = ana, notes = '', roomId = room.id, kept = true } = {}): Promise<string> {
  const { id } = await db.session.create({
    data: {
      communityId: community.id,
      roomId,
      topic,
      openedAt: at(hour),
      endedAt: at(hour + 1),
      personCount: 1,
      visits: { create: { memberId: who.id, joinedAt: at(hour), leftAt: at(hour + 1) } },
      thread: { create: { kind: 'session', communityId: community.id, deletedAt: kept ? null : at(hour + 1) } },
      notes: { create: { state: new Uint8Array(), markdown: notes } },
    },
  })
  await db.$transaction((tx) => writeSessionText(tx, id))
  return id
}

const topicsOf = async (filter: SessionFilter) =>
  (await searchSessions(ana, community.id, filter)).sessions.map(({ session }) => session.topic)

test('newest first, page by page, without those that left nothing', async () => {
  for (let hour = 1; hour <= 5; hour++) await addSession(hour, { topic: String(hour), kept: hour !== 3 })
  const first = await searchSessions(ana, community.id, {}, 2)
  expect(first.sessions.map(({ session }) => session.topic)).toEqual(['5', '4'])
  await addSession(6, { topic: '6' })
  const second = await searchSessions(ana, community.id, { cursor: first.nextCursor }, 2)
  expect(second.sessions.map(({ session }) => session.topic)).toEqual(['2', '1'])
  expect(second.nextCursor).toBeNull()
  expect(await topicsOf({ cursor: 'not one of ours' })).toHaveLength(5)
})

test.each([
  ['reunion', ['Réunions']],
  ['RÉUNION', ['Réunions']],
  ['oeuvre', ['L’œuvre']],
  ['meeting', ['Meetings']],
  ['"chaises en chêne"', ['Réunions']],
  ['chêne -prix', []],
  ['chene or œuvre', ['L’œuvre', 'Réunions']],
  ['nowhere', []],
  ['the', []],
  ["') | ! & :*", []],
])('the word %s', async (word, topics) => {
  await addSession(1, { topic: 'Réunions', notes: 'Des chaises en chêne, et leur prix.' })
  await addSession(2, { topic: 'L’œuvre', notes: 'Un tableau' })
  await addSession(3, { topic: 'Meetings', notes: 'Planning them' })
  expect(await topicsOf({ word })).toEqual(topics)
})

test('the excerpt shows what was written, with the hits in it', async () => {
  const notes = `${'Rien à voir avec le sujet. '.repeat(40)}Décidé : les chaises seront en chêne, l’œuvre reste. ${'La suite un autre jour. '.repeat(40)}`
  const id = await addSession(1, { topic: 'Atelier', notes })
  const { sessions } = await searchSessions(ana, community.id, { word: 'chaise chene' })
  expect(sessions.map(({ session }) => session.id)).toEqual([id])
  const [found] = sessions
  expect(found?.excerpt.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['chaises', 'chêne'])
  expect(found?.excerpt.map(({ text }) => text).join('')).toContain('les chaises seront en chêne, l’oeuvre reste')
})

test('of more words than can be searched, the first ones are', async () => {
  const letter = (index: number) => String.fromCodePoint(0x4e00 + (index % 20_000))
  const words = Array.from({ length: 133_000 }, (_, index) => letter(index) + letter(index * 7 + Math.floor(index / 20_000)))
  const id = await addSession(1, { topic: 'Chairs', notes: words.join(' ') })
  expect(await topicsOf({ word: words[0] })).toEqual(['Chairs'])
  const { plain } = await db.sessionText.findUniqueOrThrow({ where: { sessionId: id } })
  expect(plain.length).toBeGreaterThan(100_000)
})

test('by room and by who was there, whatever the accents; and all of it together', async () => {
  const other = await db.room.create({ data: { communityId: community.id, slug: 'other', name: 'Other', position: 1 } })
  await addSession(1, { topic: 'Chairs', who: chloe })
  await addSession(2, { topic: 'Tables', who: ana })
  await addSession(3, { topic: 'Chairs elsewhere', who: chloe, roomId: other.id })
  expect(await topicsOf({ roomId: other.id })).toEqual(['Chairs elsewhere'])
  expect(await topicsOf({ person: 'chloe' })).toEqual(['Chairs elsewhere', 'Chairs'])
  expect(await topicsOf({ person: '%' })).toEqual([])
  expect(await topicsOf({ person: 'Chloé', word: 'chair', roomId: room.id })).toEqual(['Chairs'])
})

test('only who may read the community finds its sessions', async () => {
  await addSession(1, { topic: 'Chairs' })
  await expect(searchSessions(emma, community.id, { word: 'chairs' })).rejects.toMatchObject({ code: 'community.forbidden' })
  await db.community.update({ where: { id: community.id }, data: { visibility: 'open' } })
  expect((await searchSessions(emma, community.id, { word: 'chairs' })).sessions).toHaveLength(1)
})
