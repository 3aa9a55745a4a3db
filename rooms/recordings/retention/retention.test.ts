import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db, type Prisma, type Tx } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import { sizeOfFile } from '#platform/storage.server.ts'
import { publishFollowUp } from '#rooms/follow-ups/publish-follow-up.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { egressFolder } from '#rooms/recordings/egress/egress-file.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { recordingFolder, stretchFolder } from '#rooms/recordings/stretch-log.server.ts'
import { makeRecording, storeBytes } from '#tests/ready-recording.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { deleteRecording } from './delete-recording.server.ts'
import { dropFollowedUp } from './drop-followed-up.server.ts'
import { eraseRecording } from './erase-recording.server.ts'
import { keepRecording } from './keep-recording.server.ts'
import { lookAfterRecordings } from './look-after-recordings.server.ts'
import { findExpiry } from './read-retention.server.ts'

const ENDED = new Date(Date.UTC(2026, 0, 1))
const dayOf = (days: number) => new Date(ENDED.getTime() + days * 24 * 60 * 60_000)

let ana: Viewer
let ben: Viewer
let chloe: Viewer
let communityId: string
let sessionId: string

beforeEach(async () => {
  await db.workspace.upsert({
    where: { id: 1 },
    create: { name: 'Palier' },
    update: { keepRecordingsDays: 365, keepRecordingPartsDays: 30 },
  })
  ;[ana, ben, chloe] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Chloé')])
  const { community, room } = await makeRoom([ana, ben, chloe])
  communityId = community.id
  await db.membership.update({ where: { communityId_memberId: { communityId, memberId: ben.id } }, data: { role: 'moderator' } })
  sessionId = (await db.session.create({ data: { communityId, roomId: room.id, openedById: chloe.id, endedAt: ENDED } })).id
})

async function record(data: Partial<Prisma.RecordingUncheckedCreateInput> = {}) {
  const fileKey = await storeBytes('webm', Buffer.from('sound'))
  const track = {
    stretch: 1,
    name: 'Ana',
    kind: 'microphone',
    mime: 'audio/webm; codecs=opus',
    fileKey,
    bytes: 5,
    startMs: 0,
    endMs: 60_000,
  } as const
  const recording = await makeRecording(
    { communityId, sessionId },
    { endedAt: ENDED, requestedById: chloe.id, bytes: 26, partBytes: 5, tracks: { create: track }, ...data },
  )
  return { ...recording, fileKey, filmKey: recording.filmKey ?? '' }
}

async function leave(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, 'voice')
}

const find = (id: string) => db.recording.findUnique({ where: { id }, include: { tracks: true } })
const told = (who: Viewer, recordingId: string) => db.inboxItem.findMany({ where: { memberId: who.id, recordingId } })

describe('expiry', () => {
  test('a week before, owners and moderators are told once; then it goes, with its files', async () => {
    const { id, filmKey } = await record()
    await lookAfterRecordings(dayOf(357))
    expect(await told(ana, id)).toEqual([])
    for (let hour = 0; hour < 2; hour++) await Promise.all([lookAfterRecordings(dayOf(358)), lookAfterRecordings(dayOf(358))])
    for (const who of [ana, ben]) {
      expect(await told(who, id)).toMatchObject([{ kind: 'recordingExpires', sessionId, count: 1, doneAt: null }])
    }
    expect(await told(chloe, id)).toEqual([])
    await lookAfterRecordings(dayOf(364.9))
    expect(await sizeOfFile(filmKey)).not.toBeNull()
    await lookAfterRecordings(dayOf(365))
    expect(await find(id)).toBeNull()
    expect(await sizeOfFile(filmKey)).toBeNull()
    expect(await told(ana, id)).toEqual([])
  })

  test('the community’s own word counts, and a stricter rule takes nothing away without a week’s notice', async () => {
    const recording = await record()
    await db.community.update({ where: { id: communityId }, data: { keepRecordingsDays: 10 } })
    expect(await findExpiry(recording, ENDED)).toEqual(dayOf(10))
    expect(await findExpiry(recording, dayOf(100))).toEqual(dayOf(107))
    await lookAfterRecordings(dayOf(100))
    const warned = await db.recording.findUniqueOrThrow({ where: { id: recording.id } })
    expect(await findExpiry(warned, dayOf(103))).toEqual(dayOf(107))
    await lookAfterRecordings(dayOf(106))
    expect(await find(recording.id)).not.toBeNull()
    await lookAfterRecordings(dayOf(107))
    expect(await find(recording.id)).toBeNull()
  })

  test('kept for ever by a moderator, it stays, and the matter is done; let go again, it is told anew', async () => {
    const { id } = await record()
    await lookAfterRecordings(dayOf(360))
    await expect(keepRecording(chloe, id, { keep: true })).rejects.toMatchObject({ code: 'community.forbidden' })
    await keepRecording(ben, id, { keep: true }, dayOf(361))
    expect(await told(ana, id)).toMatchObject([{ doneAt: expect.any(Date) }])
    // Let go before anybody looks after recordings again, it would not go by the notice from before.
    expect(await find(id)).toMatchObject({ kept: true, expiryToldAt: null })
    await lookAfterRecordings(dayOf(800))
    const kept = await find(id)
    expect(kept).toMatchObject({ kept: true, state: 'ready' })
    expect(kept && (await findExpiry(kept, dayOf(800)))).toBeNull()
    await keepRecording(ben, id, { keep: false }, dayOf(801))
    await lookAfterRecordings(dayOf(801))
    expect(await told(ana, id)).toMatchObject([{ doneAt: null }])
    await lookAfterRecordings(dayOf(808))
    expect(await find(id)).toBeNull()
  })

  test('a rule that becomes longer after the notice takes it back; the week’s notice comes anew', async () => {
    await db.workspace.update({ where: { id: 1 }, data: { keepRecordingsDays: 30 } })
    const { id } = await record()
    await lookAfterRecordings(dayOf(23))
    expect(await told(ana, id)).toMatchObject([{ doneAt: null }])
    await db.workspace.update({ where: { id: 1 }, data: { keepRecordingsDays: 365 } })
    await lookAfterRecordings(dayOf(24))
    expect(await told(ana, id)).toMatchObject([{ doneAt: dayOf(24) }])
    await lookAfterRecordings(dayOf(357))
    expect(await find(id)).toMatchObject({ expiryToldAt: null })
    await lookAfterRecordings(dayOf(358))
    expect(await told(ana, id)).toMatchObject([{ doneAt: null }])
    await lookAfterRecordings(dayOf(364.9))
    expect(await find(id)).not.toBeNull()
    await lookAfterRecordings(dayOf(365))
    expect(await find(id)).toBeNull()
  })

  test('a rule that was longer for a while, and comes back, takes nothing away before a week after it was told anew', async () => {
    await db.community.update({ where: { id: communityId }, data: { keepRecordingsDays: 30 } })
    const { id } = await record()
    await lookAfterRecordings(dayOf(23))
    await db.community.update({ where: { id: communityId }, data: { keepRecordingsDays: null } })
    await lookAfterRecordings(dayOf(24))
    await db.community.update({ where: { id: communityId }, data: { keepRecordingsDays: 30 } })
    await lookAfterRecordings(dayOf(200))
    expect(await told(ana, id)).toMatchObject([{ doneAt: null }])
    await lookAfterRecordings(dayOf(206.9))
    expect(await find(id)).not.toBeNull()
    await lookAfterRecordings(dayOf(207))
    expect(await find(id)).toBeNull()
  })

  test('the notice of one that the follow-up’s publishing deletes is taken back', async () => {
    await db.community.update({ where: { id: communityId }, data: { dropRecordingsOnceFollowedUp: true } })
    const { id } = await record()
    await lookAfterRecordings(dayOf(360))
    await draft()
    await publish(dayOf(360))
    await lookAfterRecordings(dayOf(361))
    expect(await find(id)).toMatchObject({ state: 'deleted' })
    expect(await told(ana, id)).toMatchObject([{ doneAt: dayOf(361) }])
  })

  test('for ever is for ever', async () => {
    await db.workspace.update({ where: { id: 1 }, data: { keepRecordingsDays: null } })
    const recording = await record()
    expect(await findExpiry(recording)).toBeNull()
    await lookAfterRecordings(dayOf(10_000))
    expect(await find(recording.id)).toMatchObject({ state: 'ready' })
  })
})

test('parts go when their time is over and the film is there; the film stays', async () => {
  const whole = await record()
  const [filmless, transcribed] = [await record({ composedAt: null, filmKey: null }), await record({ transcriptState: 'running' })]
  await lookAfterRecordings(dayOf(30))
  expect((await find(whole.id))?.tracks).toHaveLength(1)
  await lookAfterRecordings(dayOf(31))
  expect(await find(whole.id)).toMatchObject({ tracks: [], partBytes: 0n, bytes: 21n, partsRemovedAt: dayOf(31), rev: whole.rev + 1 })
  expect(await sizeOfFile(whole.fileKey)).toBeNull()
  expect(await sizeOfFile(whole.filmKey)).not.toBeNull()
  for (const { id } of [filmless, transcribed]) expect((await find(id))?.tracks).toHaveLength(1)
})

test('with the parts goes what could not be packed of them, and what Egress left; one that cannot be removed keeps no other from it', async () => {
  const stuck = await record({ endedAt: dayOf(-1) })
  const file = path.join(env.PALIER_DATA_DIR, 'files', stuck.fileKey)
  await rm(file)
  await mkdir(path.join(file, 'in the way'), { recursive: true })
  const { id } = await record()
  const left = [path.join(stretchFolder(id, 1), '01.webm'), path.join(egressFolder(id), '1.mp4')]
  for (const each of left) await leave(each)
  await leave(path.join(recordingFolder(id), 'other', 'work'))
  await lookAfterRecordings(dayOf(31))
  expect(await find(id)).toMatchObject({ tracks: [], partsRemovedAt: dayOf(31) })
  expect(left.filter(existsSync)).toEqual([])
  expect(await readdir(recordingFolder(id))).toEqual(['other'])
  expect(await find(stuck.id)).toMatchObject({ partsRemovedAt: null })
})

describe('deleting', () => {
  test('who started it and moderators delete and bring back; others do not; what a moderator did stays done', async () => {
    const { id } = await record()
    await expect(deleteRecording(await makePerson('Emma'), id, {})).rejects.toMatchObject({ code: 'recording.notFound' })
    await Promise.all([deleteRecording(chloe, id, {}), deleteRecording(chloe, id, {})])
    expect(await find(id)).toMatchObject({ state: 'deleted', deletedById: chloe.id, rev: 1 })
    await deleteRecording(chloe, id, { restore: true })
    expect(await find(id)).toMatchObject({ state: 'ready', deletedAt: null, deletedById: null })
    await deleteRecording(ben, id, {})
    await expect(deleteRecording(chloe, id, { restore: true })).rejects.toMatchObject({ code: 'community.forbidden' })
    await deleteRecording(ana, id, { restore: true })
    expect(await find(id)).toMatchObject({ state: 'ready' })
  })

  test('one that was deleted can be neither kept nor let go until it is back, and tells its end anew then', async () => {
    const { id } = await record({ expiryToldAt: dayOf(1) })
    await deleteRecording(ana, id, {})
    for (const keep of [true, false]) await expect(keepRecording(ana, id, { keep })).rejects.toMatchObject({ code: 'recording.deleted' })
    await deleteRecording(ana, id, { restore: true })
    expect(await find(id)).toMatchObject({ state: 'ready', kept: false, expiryToldAt: null })
    await keepRecording(ana, id, { keep: true })
    expect(await find(id)).toMatchObject({ kept: true })
  })

  test('one that somebody keeps while it is about to be erased stays whole', async () => {
    const { id, filmKey } = await record()
    await eraseRecording(id, async () => false)
    expect(await find(id)).toMatchObject({ state: 'ready', deletedAt: null })
    expect(await sizeOfFile(filmKey)).not.toBeNull()
  })

  test('a member who did not start it may not; one that is being made cannot be', async () => {
    const { id } = await record({ requestedById: ana.id })
    await expect(deleteRecording(chloe, id, {})).rejects.toMatchObject({ code: 'community.forbidden' })
    await db.recording.update({ where: { id }, data: { state: 'finishing' } })
    await expect(deleteRecording(ana, id, {})).rejects.toMatchObject({ code: 'recording.unfinished' })
  })

  test('after 30 days it is really gone, all but what people wrote about it', async () => {
    const { id, filmKey, fileKey } = await record()
    const thread = await db.thread.create({
      data: { communityId, kind: 'update', authorId: ana.id, markdown: 'See', html: '<p>See</p>', recordingId: id, momentMs: 5 },
    })
    await deleteRecording(ana, id, {}, dayOf(1))
    await lookAfterRecordings(dayOf(30))
    expect(await find(id)).toMatchObject({ state: 'deleted' })
    await lookAfterRecordings(dayOf(31.1))
    expect(await find(id)).toBeNull()
    for (const key of [filmKey, fileKey]) expect(await sizeOfFile(key)).toBeNull()
    expect(await db.thread.findUnique({ where: { id: thread.id } })).toMatchObject({ markdown: 'See', recordingId: null })
  })

  test('one that failed leaves nothing of what was taken, by whichever engine', async () => {
    const { id } = await record({ state: 'failed', engine: 'egress', playableAt: null, composedAt: null, filmKey: null })
    const left = [path.join(stretchFolder(id, 1), '01.webm'), path.join(egressFolder(id), '1.mp4')]
    for (const each of left) await leave(each)
    await deleteRecording(ana, id, {}, dayOf(1))
    await lookAfterRecordings(dayOf(31.1))
    expect(await find(id)).toBeNull()
    expect([recordingFolder(id), egressFolder(id)].filter(existsSync)).toEqual([])
  })

  test('one whose film was not there yet has it made once it is back', async () => {
    const { id } = await record({ composedAt: null, filmKey: null })
    await deleteRecording(ana, id, {})
    await deleteRecording(ana, id, { restore: true })
    expect(await db.job.count({ where: { key: `compose-recording:${id}`, doneAt: null } })).toBe(1)
  })
})

const draft = () =>
  db.followUp.create({
    data: {
      sessionId,
      ownerId: ana.id,
      trace: { openedAt: '', endedAt: '', people: [], missed: [], agenda: [], links: [], loved: [], recordings: [] },
    },
  })
const publish = (now = new Date()) => publishFollowUp(ana, sessionId, { title: `Chairs ${randomUUID()}`, markdown: 'Oak', rev: 0 }, now)

test('publishing the follow-up deletes it where the community wants that, but not what is kept', async () => {
  await db.community.update({ where: { id: communityId }, data: { dropRecordingsOnceFollowedUp: true } })
  const [dropped, kept] = [await record(), await record({ kept: true })]
  await draft()
  await publish()
  expect(await find(dropped.id)).toMatchObject({ state: 'deleted', deletedById: ana.id })
  expect(await find(kept.id)).toMatchObject({ state: 'ready' })
  await deleteRecording(ana, dropped.id, { restore: true })
  await lookAfterRecordings()
  expect(await find(dropped.id)).not.toMatchObject({ state: 'deleted' })
})

describe('the follow-up is published just then', () => {
  /** Publishes while a transaction has the recording's lock: until that waits for it, or is through. */
  async function publishBefore(end: (tx: Tx) => Promise<void>): Promise<void> {
    await draft()
    let published: Promise<unknown> = Promise.resolve()
    await db.$transaction(async (tx) => {
      await end(tx)
      let through = false
      published = publish().finally(() => {
        through = true
      })
      await vi.waitUntil(async () => through || (await lockWaits()) > 0, { timeout: 10_000 })
    })
    await published
  }
  const lockWaits = async () => {
    const [row] = await db.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return Number(row?.count)
  }
  beforeEach(() => db.community.update({ where: { id: communityId }, data: { dropRecordingsOnceFollowedUp: true } }))

  test('a recording that is just being finished goes as well', async () => {
    const { id } = await record({ state: 'finishing' })
    await publishBefore(async (tx) => {
      await lockRecording(tx, id)
      await changeRecording(tx, id, { state: 'ready' })
      await dropFollowedUp(tx, sessionId, new Date(), id)
    })
    expect(await find(id)).toMatchObject({ state: 'deleted', deletedById: ana.id })
  })

  test('one that a moderator is just keeping stays', async () => {
    const { id } = await record()
    await publishBefore(async (tx) => {
      await lockRecording(tx, id)
      await changeRecording(tx, id, { kept: true })
    })
    expect(await find(id)).toMatchObject({ state: 'ready', kept: true })
  })

  test('one that was brought back stays when another is finished', async () => {
    const { id } = await record()
    await draft()
    await publish()
    await deleteRecording(ana, id, { restore: true })
    const other = await record()
    await db.$transaction((tx) => dropFollowedUp(tx, sessionId, new Date(), other.id))
    expect(await find(id)).toMatchObject({ state: 'ready' })
    expect(await find(other.id)).toMatchObject({ state: 'deleted' })
  })
})
