import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { startRecording } from '#rooms/recordings/control/start-recording.server.ts'
import { readOwnRecording } from '#rooms/recordings/read-own-recording.server.ts'
import { prepareJoin } from '#rooms/sessions/prepare-join.server.ts'
import { truncateAll } from '#tests/database.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { answerRecording } from './answer-recording.server.ts'
import { findShown } from './shown-words.server.ts'

// The ledger is written under what the server showed to whom. No media server runs here: who may publish is left to the sweep.
let ana: Viewer
let ben: Viewer
let chloe: Viewer
let communityId: string
let sessionId: string
let recordingId: string

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben, chloe] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Chloé')])
  const { room, community } = await makeRoom([ana, ben, chloe])
  communityId = community.id
  ;({ id: sessionId } = await db.session.create({ data: { roomId: room.id, communityId, personCount: 1 } }))
  await db.visit.create({ data: { sessionId, memberId: ana.id, joinedAt: new Date() } })
  recordingId = await startRecording(ana, sessionId)
})

const shownTo = async (who: Viewer, language: 'en' | 'fr' = 'fr') =>
  (await readOwnRecording({ ...who, language }, sessionId)).words?.shown ?? ''
const answer = (who: Viewer, said: string, more: Record<string, unknown>) =>
  answerRecording(who, sessionId, { recordingId, answer: said, ...more })
const ledgerOf = (who: Viewer) =>
  db.recordingConsent.findMany({
    where: { memberId: who.id },
    orderBy: { at: 'asc' },
    select: { answer: true, words: true, language: true, keepDays: true },
  })
const changed = { code: 'recording.wordsChanged' }

test('what a request says of version, language and days is not what is written down', async () => {
  await answer(ben, 'accepted', { shown: await shownTo(ben), words: '1', version: 1, language: 'en', keepDays: '7' })
  expect(await ledgerOf(ben)).toEqual([{ answer: 'accepted', words: 3, language: 'fr', keepDays: null }])
})

test.each([
  ['none', async () => undefined],
  ['another person’s', () => shownTo(chloe)],
  ['made up', async () => 'eyJ2ZXJzaW9uIjoxfQ.0123456789'],
  ['put together from two', async () => `${(await shownTo(ben)).split('.')[0]}.${(await shownTo(ben, 'en')).split('.')[1]}`],
  ['no text', async () => ({ version: 1 })],
])('an answer to words that were not shown to them (%s) is refused, yes or no', async (_what, mark) => {
  for (const said of ['accepted', 'declined']) await expect(answer(ben, said, { shown: await mark() })).rejects.toMatchObject(changed)
  expect(await ledgerOf(ben)).toEqual([])
})

test('words of another recording are others', async () => {
  const before = await shownTo(ben)
  await db.recording.update({ where: { id: recordingId }, data: { endedAt: new Date(), state: 'finishing' } })
  recordingId = await startRecording(ana, sessionId)
  await expect(answer(ben, 'accepted', { shown: before })).rejects.toMatchObject(changed)
})

describe.each([
  ['for how long', () => db.community.update({ where: { id: communityId }, data: { keepRecordingsDays: 30 } })],
  ['the version', () => db.community.update({ where: { id: communityId }, data: { dropRecordingsOnceFollowedUp: true } })],
  ['who can watch', () => db.community.update({ where: { id: communityId }, data: { visibility: 'open' } })],
  ['whom to ask', () => db.member.update({ where: { id: ana.id }, data: { name: 'Anna' } })],
])('where %s changed after it was shown', (_what, change: () => Promise<unknown>) => {
  test('a yes is to be said anew, to what is true now', async () => {
    const before = await shownTo(ben)
    await change()
    await expect(answer(ben, 'accepted', { shown: before })).rejects.toMatchObject(changed)
    expect(await ledgerOf(ben)).toEqual([])
    await answer(ben, 'accepted', { shown: await shownTo(ben) })
    expect(await ledgerOf(ben)).toMatchObject([{ answer: 'accepted', language: 'fr' }])
  })

  test('a no counts at once, under the words that they were shown', async () => {
    const before = await shownTo(ben)
    await change()
    await answer(ben, 'declined', { shown: before })
    expect(await ledgerOf(ben)).toEqual([{ answer: 'declined', words: 3, language: 'fr', keepDays: null }])
  })
})

test('whatever is done to a mark, it stands for what was shown or for nothing', async () => {
  const mark = await shownTo(ben)
  const whose = { recordingId, memberId: ben.id }
  expect(findShown(mark, whose)).toMatchObject({ ...whose, version: 3, language: 'fr', keepDays: null })
  fc.assert(
    fc.property(fc.nat({ max: mark.length - 1 }), fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }), (at, letter) => {
      fc.pre(mark[at] !== letter)
      expect(findShown(mark.slice(0, at) + letter + mark.slice(at + 1), whose)).toBeNull()
    }),
  )
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (made) => {
      expect(findShown(made, whose)).toBeNull()
    }),
  )
})

describe('that a person was told when it began is written down in the language that their page speaks', () => {
  test.each([
    { chosen: null, pages: ['fr'], told: 'fr' },
    { chosen: null, pages: ['en'], told: 'en' },
    { chosen: null, pages: ['fr', 'en'], told: 'en' },
    { chosen: null, pages: ['en', 'en', 'fr'], told: 'fr' },
    { chosen: 'fr', pages: ['en'], told: 'fr' },
  ] as const)('chosen: $chosen, tickets given to pages in $pages', async ({ chosen, pages, told }) => {
    await db.recording.update({ where: { id: recordingId }, data: { endedAt: new Date(), state: 'finishing' } })
    // Mails speak the other language: nothing is to be taken from them.
    const mailLanguage = told === 'fr' ? 'en' : 'fr'
    await db.member.update({ where: { id: ben.id }, data: { language: chosen, mailLanguage } })
    const { roomId } = await db.session.findUniqueOrThrow({ where: { id: sessionId } })
    for (const language of pages) await prepareJoin({ ...ben, language }, roomId)
    await db.visit.create({ data: { sessionId, memberId: ben.id, joinedAt: new Date() } })
    await startRecording(ana, sessionId)
    expect(await ledgerOf(ben)).toMatchObject([{ answer: 'told', language: told }])
  })

  test('a ticket to another session says nothing of this one', async () => {
    const other = await makeRoom([ben])
    await db.session.create({ data: { roomId: other.room.id, communityId: other.community.id, personCount: 1 } })
    await db.recording.update({ where: { id: recordingId }, data: { endedAt: new Date(), state: 'finishing' } })
    await db.member.update({ where: { id: ben.id }, data: { language: null, mailLanguage: 'en' } })
    const { roomId } = await db.session.findUniqueOrThrow({ where: { id: sessionId } })
    await prepareJoin({ ...ben, language: 'en' }, roomId)
    await prepareJoin({ ...ben, language: 'fr' }, other.room.id)
    await db.visit.create({ data: { sessionId, memberId: ben.id, joinedAt: new Date() } })
    await startRecording(ana, sessionId)
    expect(await ledgerOf(ben)).toMatchObject([{ answer: 'told', language: 'en' }])
  })
})

test('answers of one instant keep their order: the later one counts', async () => {
  const now = new Date()
  for (const said of ['accepted', 'declined', 'accepted', 'declined']) {
    await answerRecording(ben, sessionId, { recordingId, answer: said, shown: await shownTo(ben) }, now)
  }
  const lines = await db.recordingConsent.findMany({ where: { memberId: ben.id }, orderBy: { at: 'asc' } })
  expect(lines.map(({ answer }) => answer)).toEqual(['accepted', 'declined', 'accepted', 'declined'])
  expect(new Set(lines.map(({ at }) => at.getTime())).size).toBe(4)
})
