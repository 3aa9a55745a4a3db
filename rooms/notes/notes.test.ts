import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { endSession } from '#rooms/sessions/end-session.server.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { closeNotes } from './close-notes.server.ts'
import { compactNotes } from './compact-notes.server.ts'
import { NOTES_BYTES_MAX, NOTES_FRAGMENT } from './contract.ts'
import { closeDocument, isUpdate, readMissing } from './merge-updates.server.ts'
import { mergeUpdates } from './merge-worker.server.ts'
import { openNotes } from './open-notes.server.ts'
import { writeNotes } from './write-notes.server.ts'

async function makeSession(members: Viewer[], { peakCount = 2, visibility = 'closed' as 'closed' | 'open' } = {}) {
  const { room, community } = await makeRoom(members, visibility)
  return db.session.create({
    data: {
      roomId: room.id,
      communityId: community.id,
      personCount: peakCount,
      peakCount,
      thread: { create: { kind: 'session', communityId: community.id } },
    },
    include: { thread: true },
  })
}

/** One line, as the update that wrote it. */
function line(text: string): Uint8Array {
  const doc = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(text)])
  doc.getXmlFragment(NOTES_FRAGMENT).insert(0, [paragraph])
  return Y.encodeStateAsUpdate(doc)
}

/** Quotes within quotes, all deleted: an update by itself, and too deep for whoever makes a document of it. */
function unreadable(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  doc.transact(() => {
    let within: Y.XmlFragment = doc.getXmlFragment(NOTES_FRAGMENT)
    for (let depth = 0; depth < 20_000; depth++) {
      const quote = new Y.XmlElement('blockquote')
      within.insert(0, [quote])
      within = quote
    }
  })
  // No structs; of one client (1), one range that is deleted: from 0, one long.
  return Y.mergeUpdates([Y.encodeStateAsUpdate(doc), new Uint8Array([0, 1, 1, 1, 0, 1])])
}

async function linesOf(viewer: Viewer, sessionId: string): Promise<string[]> {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Buffer.from((await openNotes(viewer, sessionId, new Uint8Array())).update, 'base64'))
  const paragraphs = doc.getXmlFragment(NOTES_FRAGMENT).toArray() as Y.XmlElement[]
  return paragraphs.map((paragraph) => String(paragraph.get(0))).sort()
}

test('updates that race each other and compactions are all there, in the reading too', async () => {
  const ana = await makePerson('Ana')
  const session = await makeSession([ana])
  const texts = Array.from({ length: 40 }, (_, index) => `line ${index}`).sort()
  await Promise.all(
    texts.flatMap((text, index) => [writeNotes(ana, session.id, line(text)), ...(index % 8 === 0 ? [compactNotes(session.id)] : [])]),
  )
  expect(await linesOf(ana, session.id)).toEqual(texts)
  await Promise.all([compactNotes(session.id), compactNotes(session.id), compactNotes(session.id)])
  expect(await linesOf(ana, session.id)).toEqual(texts)
  expect(await db.notesUpdate.count({ where: { sessionId: session.id } })).toBe(0)
  const { markdown } = await db.notes.findUniqueOrThrow({ where: { sessionId: session.id } })
  expect(markdown.split('\n\n').sort()).toEqual(texts)
})

test('a browser gets only what it misses, and hears what the server has', async () => {
  const ana = await makePerson('Ana')
  const session = await makeSession([ana])
  await writeNotes(ana, session.id, line('first'))
  const doc = new Y.Doc()
  const all = await openNotes(ana, session.id, new Uint8Array())
  Y.applyUpdate(doc, Buffer.from(all.update, 'base64'))
  const nothing = await openNotes(ana, session.id, Y.encodeStateVector(doc))
  expect(nothing.update.length).toBeLessThan(all.update.length)
  expect(Buffer.from(nothing.stateVector, 'base64')).toEqual(Buffer.from(Y.encodeStateVector(doc)))
  await expect(openNotes(ana, session.id, new Uint8Array([255, 255, 255]))).rejects.toMatchObject({ code: 'input.invalid' })
})

test('the end of a session reads all that was acknowledged, whatever races with it', async () => {
  const ana = await makePerson('Ana')
  for (let round = 0; round < 5; round++) {
    const session = await makeSession([ana])
    const texts = Array.from({ length: 10 }, (_, index) => `line ${index}`)
    await Promise.all([
      ...texts.map((text) => writeNotes(ana, session.id, line(text))),
      compactNotes(session.id),
      endSession(session.id, 'now'),
    ])
    const { markdown } = await db.notes.findUniqueOrThrow({ where: { sessionId: session.id } })
    expect(markdown.split('\n\n').sort()).toEqual(texts)
    expect(await db.notesUpdate.count({ where: { sessionId: session.id } })).toBe(0)
  }
})

test('what somebody wrote offline is taken in for a day after the end, and read at once', async () => {
  const ana = await makePerson('Ana')
  const session = await makeSession([ana])
  await writeNotes(ana, session.id, line('before'))
  await endSession(session.id, 'now')
  expect((await db.followUp.findUniqueOrThrow({ where: { sessionId: session.id } })).markdown).toBe('before')
  const { endedAt } = await db.session.findUniqueOrThrow({ where: { id: session.id } })
  const hoursLater = (hours: number) => new Date((endedAt?.getTime() ?? 0) + hours * 60 * 60 * 1000)
  await writeNotes(ana, session.id, line('on the train'), hoursLater(23))
  const { html } = await db.notes.findUniqueOrThrow({ where: { sessionId: session.id } })
  expect(html).toContain('<p>on the train</p>')
  // A draft that somebody changed stays as they left it; what is searched has it all the same.
  await db.followUp.update({ where: { sessionId: session.id }, data: { editedAt: new Date(), markdown: 'Mine' } })
  await writeNotes(ana, session.id, line('from the harbour'), hoursLater(24))
  expect((await db.sessionText.findUniqueOrThrow({ where: { sessionId: session.id } })).plain).toContain('from the harbour')
  expect((await db.followUp.findUniqueOrThrow({ where: { sessionId: session.id } })).markdown).toBe('Mine')
  await expect(writeNotes(ana, session.id, line('too late'), hoursLater(25))).rejects.toMatchObject({ code: 'notes.closed' })
})

test('whatever was put into the notes, the session ends', async () => {
  const ana = await makePerson('Ana')
  const session = await makeSession([ana])
  await writeNotes(ana, session.id, line('Oak\u0000, not pine'))
  await endSession(session.id, 'now')
  expect((await db.session.findUniqueOrThrow({ where: { id: session.id } })).endedAt).not.toBeNull()
  expect((await db.followUp.findUniqueOrThrow({ where: { sessionId: session.id } })).markdown).toBe('Oak, not pine')
})

test('notes that cannot be read are kept, with the reading from before, and the session ends', async () => {
  const ana = await makePerson('Ana')
  const session = await makeSession([ana], { peakCount: 1 })
  await writeNotes(ana, session.id, line('Oak'))
  await compactNotes(session.id)
  const late = unreadable()
  await writeNotes(ana, session.id, late)
  await endSession(session.id, 'now')
  expect((await db.session.findUniqueOrThrow({ where: { id: session.id } })).endedAt).not.toBeNull()
  const notes = await db.notes.findUniqueOrThrow({ where: { sessionId: session.id } })
  expect(notes.markdown).toBe('Oak')
  // Both are in what is kept: nothing of the late one is missing there, and it still reads as before without it.
  expect(Y.diffUpdate(notes.state, Y.encodeStateVectorFromUpdate(late)).length).toBeLessThan(notes.state.length)
  expect(Y.decodeUpdate(notes.state).structs.length).toBeGreaterThan(Y.decodeUpdate(late).structs.length)
  expect(await db.notesUpdate.count({ where: { sessionId: session.id } })).toBe(0)
})

test('an update that is none is left out when updates are merged, and takes no other along', () => {
  const [oak, ash, none] = [line('Oak'), line('Ash'), new Uint8Array([1, 2, 3])]
  for (const updates of [
    [none, oak, ash],
    [oak, none, ash],
    [oak, ash, none],
  ]) {
    const doc = new Y.Doc()
    const { state, leftOut } = mergeUpdates(updates)
    expect(leftOut).toBe(1)
    Y.applyUpdate(doc, state)
    expect(doc.getXmlFragment(NOTES_FRAGMENT).length).toBe(2)
  }
})

test.each([
  { text: 'A thought', kept: true },
  { text: '  ', kept: false },
])('the thread of somebody who was alone is kept for what they wrote ($text): $kept', async ({ text, kept }) => {
  const ana = await makePerson('Ana')
  const session = await makeSession([ana], { peakCount: 1 })
  await writeNotes(ana, session.id, line(text))
  await endSession(session.id, 'now')
  expect(await db.thread.count({ where: { sessionId: session.id, deletedAt: null } })).toBe(kept ? 1 : 0)
})

test('what is no update is refused, and what would be too much; deleting makes room again', async () => {
  const ana = await makePerson('Ana')
  const session = await makeSession([ana])
  await expect(writeNotes(ana, session.id, new TextEncoder().encode('hello, this is no update'))).rejects.toMatchObject({
    code: 'input.invalid',
  })
  await expect(writeNotes(ana, session.id, line('x'.repeat(NOTES_BYTES_MAX)))).rejects.toMatchObject({ code: 'notes.full' })

  const doc = new Y.Doc()
  const sent: Promise<void>[] = []
  doc.on('update', (update: Uint8Array) => sent.push(writeNotes(ana, session.id, update)))
  const fragment = doc.getXmlFragment(NOTES_FRAGMENT)
  const big = 'x'.repeat(NOTES_BYTES_MAX / 2.5)
  fragment.insert(0, [new Y.XmlText(big)])
  fragment.insert(1, [new Y.XmlText(big)])
  await Promise.all(sent.splice(0))
  fragment.insert(2, [new Y.XmlText(big)])
  await expect(Promise.all(sent.splice(0))).rejects.toMatchObject({ code: 'notes.full' })
  fragment.delete(0, 2)
  await Promise.all(sent.splice(0))
  await writeNotes(ana, session.id, Y.encodeStateAsUpdate(doc))
  expect((await db.notes.findUniqueOrThrow({ where: { sessionId: session.id } })).state.length).toBeLessThan(NOTES_BYTES_MAX / 2)
})

describe('the largest notes leave everybody else their turn', () => {
  /** A mebibyte of what takes longest: check-boxes, one by one. */
  const largest = () => {
    const doc = new Y.Doc()
    const item = () => {
      const task = new Y.XmlElement('task_item')
      task.insert(0, [new Y.XmlText('a')])
      return task
    }
    const list = new Y.XmlElement('task_list')
    list.insert(0, Array.from({ length: 20_000 }, item))
    doc.getXmlFragment(NOTES_FRAGMENT).insert(0, [list])
    return Y.encodeStateAsUpdate(doc)
  }
  test.each([
    ['while an update is looked at', (update: Uint8Array) => isUpdate(update)],
    ['while they are opened', (update: Uint8Array) => readMissing([update], new Uint8Array())],
    ['while they are merged and read', (update: Uint8Array) => closeDocument([update])],
  ] as [string, (update: Uint8Array) => Promise<unknown>][])('%s', async (_, work) => {
    const update = largest()
    let turned = false
    setImmediate(() => {
      turned = true
    })
    expect(await work(update)).toBeTruthy()
    expect(turned).toBe(true)
  })
})

test('notes that take too long to merge go on waiting: the session may end, and nothing of them is lost', async () => {
  const ana = await makePerson('Ana')
  const session = await makeSession([ana])
  await writeNotes(ana, session.id, line('Oak'))
  const tooMuch = () => Promise.reject(new DomainError('work.tooMuch'))
  expect(await db.$transaction((tx) => closeNotes(tx, session.id, tooMuch))).toEqual({ written: true })
  expect(await db.notesUpdate.count({ where: { sessionId: session.id } })).toBe(1)
  expect(await linesOf(ana, session.id)).toEqual(['Oak'])
  await compactNotes(session.id)
  expect((await db.notes.findUniqueOrThrow({ where: { sessionId: session.id } })).markdown).toBe('Oak')
})
