import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { beforeEach, expect, test } from 'vitest'
import { archiveCommunity } from '#communities/memberships/archive-community.server.ts'
import { removeMember } from '#communities/memberships/remove-member.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db, type Recording } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import type { DomainError } from '#platform/errors.server.ts'
import { STAYS_HERE } from '#rooms/recordings/consent/consent-words.server.ts'
import { makeRecording } from '#tests/ready-recording.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { lookAfterRecordings } from '../retention/look-after-recordings.server.ts'
import { getRecordingPage } from '../watching/get-recording-page.server.ts'
import type { TranscriptHits, TranscriptPart } from './contract.ts'
import { editLine } from './edit-line.server.ts'
import { exportTranscript } from './export-transcript.server.ts'
import { engineFolder, installedFile } from './find-engine.server.ts'
import { readTranscriptLines } from './read-transcript-lines.server.ts'
import { requestTranscript } from './request-transcript.server.ts'
import { searchTranscript } from './search-transcript.server.ts'
import { writeLines } from './write-lines.server.ts'

let ana: Viewer
let ben: Viewer
let emma: Viewer
let communityId: string
let recording: Recording

beforeEach(async () => {
  ;[ana, ben, emma] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Emma')])
  const { room, community } = await makeRoom([ana, ben])
  communityId = community.id
  const session = await db.session.create({ data: { roomId: room.id, communityId, topic: 'Chairs' } })
  recording = await makeRecording({ communityId, sessionId: session.id }, { transcriptState: 'ready', durationMs: 3_600_000 })
})

/** So many lines, one a second, by turns; each says which it is. */
async function say(count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, index) => {
    const { id: memberId, name } = index % 2 ? ben : ana
    return { memberId, name, startMs: index * 1_000, endMs: index * 1_000 + 900, text: `Line ${index}` }
  })
  await db.$transaction((tx) => writeLines(tx, recording.id, lines))
}
const write = (...texts: string[]) =>
  db.$transaction((tx) =>
    writeLines(
      tx,
      recording.id,
      texts.map((text, index) => ({ memberId: ana.id, name: 'Ana', startMs: index * 1_000, endMs: index * 1_000 + 900, text })),
    ),
  )
const lineSaying = (text: string) => db.transcriptLine.findFirstOrThrow({ where: { recordingId: recording.id, text } })
const said = ({ lines }: TranscriptPart) => lines.map(({ text }) => text)
const found = ({ hits }: TranscriptHits) => hits.map(({ pieces }) => pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join(''))

test('a long transcript is read part by part, both ways, without a gap or a line twice, also where many begin at once', async () => {
  await say(500)
  await db.transcriptLine.updateMany({
    where: { recordingId: recording.id, startMs: { gte: 200_000, lt: 350_000 } },
    data: { startMs: 200_000 },
  })
  const first = await readTranscriptLines(ben, recording.id, { aroundMs: '250000' })
  expect(first.lines.length).toBeLessThan(130)
  expect(first.lines.some(({ startMs }) => startMs <= 250_000) && first.lines.some(({ startMs }) => startMs > 250_000)).toBe(true)
  const all = [...first.lines]
  for (let { after } = first; after; ) {
    const part = await readTranscriptLines(ben, recording.id, { after })
    all.push(...part.lines)
    after = part.after
  }
  for (let { before } = first; before; ) {
    const part = await readTranscriptLines(ben, recording.id, { before })
    all.unshift(...part.lines)
    before = part.before
  }
  expect(all).toHaveLength(500)
  expect(new Set(all.map(({ id }) => id)).size).toBe(500)
  expect(all.map(({ startMs }) => startMs)).toEqual(all.map(({ startMs }) => startMs).sort((a, b) => a - b))
  expect(all[0]?.person).toEqual({ id: ana.id, name: 'Ana', photoKey: null })
})

test('what makes no sense is the beginning; a line alone; people are called what they are called now', async () => {
  await say(3)
  for (const wrong of [{}, { aroundMs: 'soon' }, { after: 'x' }, { before: `1.${'-'.repeat(36)}` }]) {
    expect(said(await readTranscriptLines(ben, recording.id, wrong))).toEqual(['Line 0', 'Line 1', 'Line 2'])
  }
  await db.member.update({ where: { id: ben.id }, data: { name: 'Benjamin' } })
  const { id } = await lineSaying('Line 1')
  const { lines } = await readTranscriptLines(ben, recording.id, { lineId: id })
  expect(lines).toMatchObject([{ id, text: 'Line 1', person: { id: ben.id, name: 'Benjamin' }, edited: null, heard: null }])
  await expect(readTranscriptLines(ben, recording.id, { lineId: randomUUID() })).rejects.toThrow('transcriptLine.notFound')
  const { lines: exported } = await exportTranscript(ben, recording.id, 'recording.download')
  expect(exported.map(({ name }) => name)).toEqual(['Ana', 'Benjamin', 'Ana'])
})

test('it is read as the recording is watched: not by outsiders, not once it is deleted, not before it is there', async () => {
  await say(1)
  const doors = [
    () => readTranscriptLines(emma, recording.id, {}),
    () => searchTranscript(emma, recording.id, 'line'),
    () => exportTranscript(emma, recording.id, 'recording.watch'),
    () => requestTranscript(emma, recording.id),
  ]
  for (const door of doors) await expect(door()).rejects.toThrow('recording.notFound')
  await removeMember(ana, communityId, { memberId: ben.id })
  await expect(readTranscriptLines(ben, recording.id, {})).rejects.toThrow('recording.notFound')
  await db.recording.update({ where: { id: recording.id }, data: { transcriptState: 'running' } })
  await expect(readTranscriptLines(ana, recording.id, {})).rejects.toThrow('transcript.notFound')
  await db.recording.update({ where: { id: recording.id }, data: { transcriptState: 'ready', state: 'deleted' } })
  await expect(readTranscriptLines(ana, recording.id, {})).rejects.toThrow('recording.notFound')
  await expect(exportTranscript(ana, recording.id, 'recording.watch')).rejects.toThrow('recording.notFound')
})

test('words are found without accents, in another form, in part; marked as they were written', async () => {
  await write('Les étagères de chêne', 'Au cœur du chantier', 'We ordered twelve hinges', 'Rien')
  const find = async (typed: string) => found(await searchTranscript(ben, recording.id, typed))
  expect(await find('ETAG')).toEqual(['Les [étag]ères de chêne'])
  expect(await find('étagère')).toEqual(['Les [étagère]s de chêne'])
  expect(await find('coeur du')).toEqual(['Au [cœur du] chantier'])
  expect(await find('ordering')).toEqual(['We [ordered] twelve hinges'])
  expect(await find('chantiers')).toEqual(['Au cœur du [chantier]'])
  expect(await find('e')).toHaveLength(4)
  for (const nothing of ['', '  ', '"', '%', "l'", 'hinges twelfth']) expect(await find(nothing)).toEqual([])
})

test('of what is said too often, so many are shown', async () => {
  await say(300)
  const hits = await searchTranscript(ben, recording.id, 'line')
  expect([hits.hits.length, hits.more]).toEqual([200, true])
})

test('a line is put right, found by what it says now, and keeps what was heard', async () => {
  await write('We ordered twelve hedges')
  const { id } = await lineSaying('We ordered twelve hedges')
  const edit = { lineId: id, before: 'We ordered twelve hedges', text: '  We ordered\n twelve hinges ' }
  const line = await editLine(ben, recording.id, edit)
  expect(line).toMatchObject({ text: 'We ordered twelve hinges', heard: 'We ordered twelve hedges', edited: { by: { id: ben.id } } })
  await editLine(ben, recording.id, edit)
  await editLine(ana, recording.id, { lineId: id, before: 'We ordered twelve hinges', text: 'Twelve hinges' })
  expect(await lineSaying('Twelve hinges')).toMatchObject({ heard: 'We ordered twelve hedges', editedById: ana.id })
  expect(found(await searchTranscript(ben, recording.id, 'hinge'))).toEqual(['Twelve [hinge]s'])
  expect(found(await searchTranscript(ben, recording.id, 'hedges'))).toEqual([])
  const back = await editLine(ana, recording.id, { lineId: id, before: 'Twelve hinges', text: 'We ordered twelve hedges' })
  expect(back).toMatchObject({ heard: null, edited: null })
})

test('emptied, a line is taken out everywhere, and comes back with its text', async () => {
  await write('Keep', 'Drop', 'Keep too')
  const { id } = await lineSaying('Drop')
  await editLine(ben, recording.id, { lineId: id, before: 'Drop', text: ' ' })
  expect(said(await readTranscriptLines(ana, recording.id, {}))).toEqual(['Keep', 'Keep too'])
  expect(found(await searchTranscript(ana, recording.id, 'drop'))).toEqual([])
  expect((await exportTranscript(ana, recording.id, 'recording.watch')).lines.map(({ text }) => text)).toEqual(['Keep', 'Keep too'])
  expect((await readTranscriptLines(ana, recording.id, { lineId: id })).lines).toMatchObject([{ text: '' }])
  await editLine(ben, recording.id, { lineId: id, before: '', text: 'Drop' })
  expect(said(await readTranscriptLines(ana, recording.id, {}))).toEqual(['Keep', 'Drop', 'Keep too'])
})

test('of many who change a line at once one does, the others are told what it says and overwrite nothing', async () => {
  await write('Heard')
  const { id } = await lineSaying('Heard')
  const texts = Array.from({ length: 8 }, (_, index) => `Version ${index}`)
  const answers = await Promise.allSettled(
    texts.map((text, index) => editLine(index % 2 ? ana : ben, recording.id, { lineId: id, before: 'Heard', text })),
  )
  const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as DomainError] : []))
  expect(refused).toHaveLength(7)
  const { text } = await db.transcriptLine.findUniqueOrThrow({ where: { id } })
  expect(texts).toContain(text)
  for (const { code, details } of refused) expect([code, details]).toEqual(['transcriptLine.changed', { text }])
})

test('who may not write, and what is too long or of another recording', async () => {
  await write('Heard')
  const { id } = await lineSaying('Heard')
  const edit = { lineId: id, before: 'Heard', text: 'Said' }
  await expect(editLine(emma, recording.id, edit)).rejects.toThrow('recording.notFound')
  await expect(editLine(ben, recording.id, { ...edit, text: 'x'.repeat(1_001) })).rejects.toMatchObject({
    fields: { text: 'transcriptLine.tooLong' },
  })
  const other = await makeRecording({ communityId, sessionId: recording.sessionId }, { transcriptState: 'ready' })
  await expect(editLine(ben, other.id, edit)).rejects.toThrow('transcriptLine.notFound')
  await archiveCommunity(ana, communityId)
  await expect(editLine(ben, recording.id, edit)).rejects.toThrow('community.archived')
  expect(said(await readTranscriptLines(ben, recording.id, {}))).toEqual(['Heard'])
})

test('the page says how it stands; without an engine, that it is off, and asking says so', async () => {
  const state = async () => (await getRecordingPage(ben, recording.id)).transcript.state
  const set = (transcriptState: Recording['transcriptState']) =>
    db.recording.update({ where: { id: recording.id }, data: { transcriptState } })
  expect(await state()).toBe('silent')
  await say(1)
  expect(await state()).toBe('ready')
  expect((await getRecordingPage(ben, recording.id)).captionsUrl).toBe(`/recordings/${recording.id}/captions`)
  await set('failed')
  expect(await getRecordingPage(ben, recording.id)).toMatchObject({ captionsUrl: null, transcript: { state: 'failed', mayAsk: false } })
  await set('none')
  expect((await getRecordingPage(ben, recording.id)).transcript).toEqual({
    state: 'off',
    mayEdit: true,
    missing: [],
    mayAsk: false,
    maySetUp: false,
  })
  expect((await getRecordingPage({ id: ben.id, role: 'admin' }, recording.id)).transcript.maySetUp).toBe(true)
  await expect(requestTranscript(ben, recording.id)).rejects.toThrow('transcript.off')
})

test('where the engine is elsewhere, and people were told that their voices stay here, the page says that', async () => {
  const url = env.TRANSCRIPTS_URL
  env.TRANSCRIPTS_URL = 'http://127.0.0.1:9'
  try {
    await db.recording.update({ where: { id: recording.id }, data: { transcriptState: 'none' } })
    expect((await getRecordingPage(ben, recording.id)).transcript).toMatchObject({ state: 'none', mayAsk: true })
    const told = {
      recordingId: recording.id,
      memberId: ana.id,
      name: 'Ana',
      answer: 'told',
      words: STAYS_HERE[0] ?? 0,
      language: 'en',
    } as const
    await db.recordingConsent.create({ data: told })
    expect((await getRecordingPage(ben, recording.id)).transcript).toMatchObject({ state: 'promised', mayAsk: false })
    await expect(requestTranscript(ben, recording.id)).rejects.toThrow('transcript.off')
  } finally {
    env.TRANSCRIPTS_URL = url
  }
})

test('where there is an engine, one of many who ask at once has it written, once; what is there is not asked for again', async () => {
  await mkdir(engineFolder(), { recursive: true })
  await writeFile(installedFile(), '{}')
  try {
    await db.recording.update({ where: { id: recording.id }, data: { transcriptState: 'failed', transcriptCause: 'engine.failed' } })
    expect((await getRecordingPage(ben, recording.id)).transcript).toMatchObject({ state: 'failed', mayAsk: true })
    await Promise.all([ana, ben, ana, ben].map((viewer) => requestTranscript(viewer, recording.id)))
    const waiting = await getRecordingPage(ben, recording.id)
    expect(waiting).toMatchObject({ recording: { transcriptCause: null }, transcript: { state: 'waiting', mayAsk: false } })
    expect(await db.job.count({ where: { key: `transcribe-recording:${recording.id}` } })).toBe(1)
    await db.recording.update({ where: { id: recording.id }, data: { transcriptState: 'ready' } })
    await requestTranscript(ben, recording.id)
    expect((await getRecordingPage(ben, recording.id)).recording.transcriptState).toBe('ready')
    await db.recording.update({ where: { id: recording.id }, data: { state: 'deleted' } })
    await expect(requestTranscript(ben, recording.id)).rejects.toThrow('recording.notFound')
  } finally {
    await rm(engineFolder(), { recursive: true })
  }
})

test('what was taken out is forgotten after 30 days, and stays taken out', async () => {
  await write('Drop', 'Keep')
  const { id } = await lineSaying('Drop')
  const monthAgo = new Date(Date.now() - 31 * 24 * 60 * 60_000)
  await editLine(ben, recording.id, { lineId: id, before: 'Drop', text: '' }, monthAgo)
  await editLine(ben, recording.id, { lineId: (await lineSaying('Keep')).id, before: 'Keep', text: 'Kept' }, monthAgo)
  await lookAfterRecordings()
  const lines = await db.transcriptLine.findMany({ where: { recordingId: recording.id }, orderBy: { startMs: 'asc' } })
  expect(lines.map(({ text, heard, words }) => [text, heard, words])).toEqual([
    ['', null, ''],
    ['Kept', 'Keep', 'kept'],
  ])
})
