import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { endSession } from '#rooms/sessions/end-session.server.ts'
import { holdRow } from '#tests/hold-row.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import type { ChatPage } from './contract.ts'
import { deleteChatLine } from './delete-chat-line.server.ts'
import { editChatLine } from './edit-chat-line.server.ts'
import { purgeChat } from './purge-chat.server.ts'
import { reactToChatLine } from './react-to-chat-line.server.ts'
import { readChat } from './read-chat.server.ts'
import { sendChatLine } from './send-chat-line.server.ts'

async function scene(...names: string[]) {
  const people = await Promise.all(names.map((name) => makePerson(name)))
  const { room, community } = await makeRoom(people)
  const session = await db.session.create({ data: { roomId: room.id, communityId: community.id } })
  return { people: people as [Viewer, Viewer, ...Viewer[]], room, community, sessionId: session.id }
}
const write = (viewer: Viewer, sessionId: string, markdown: string, more: object = {}) =>
  sendChatLine(viewer, sessionId, { clientId: randomUUID(), markdown, ...more })
const markdowns = ({ lines }: ChatPage) => lines.map(({ markdown }) => markdown)

test('twenty racing senders, each of them twice: places and revs follow each other without a gap, and no line is there twice', async () => {
  const { people, sessionId } = await scene(...Array.from({ length: 20 }, (_, index) => `Person ${index}`))
  const clientIds = people.map(() => randomUUID())
  const sent = await Promise.all(
    [...people, ...people].map((viewer, index) =>
      sendChatLine(viewer, sessionId, { clientId: clientIds[index % 20], markdown: `from ${index % 20}` }),
    ),
  )
  expect(new Set(sent.map(({ id }) => id)).size).toBe(20)
  const page = await readChat(people[0], sessionId, {})
  const oneTo20 = Array.from({ length: 20 }, (_, index) => index + 1)
  expect(page.lines.map(({ position }) => position)).toEqual(oneTo20)
  expect(page.lines.map(({ rev }) => rev)).toEqual(oneTo20)
  expect(page).toMatchObject({ rev: 20, more: false, open: true, mayWrite: true })
  expect(await db.session.findUnique({ where: { id: sessionId }, select: { chatCount: true, chatRev: true } })).toEqual({
    chatCount: 20,
    chatRev: 20,
  })
})

test('racing changes of lines get revs without a gap or a double, and count once', async () => {
  const {
    people: [ana, ben],
    sessionId,
  } = await scene('Ana', 'Ben')
  const lines = await Promise.all(Array.from({ length: 4 }, (_, index) => write(ana, sessionId, `line ${index}`)))
  const [first, second, third, fourth] = lines
  if (!first || !second || !third || !fourth) throw new Error('nothing was sent')
  await Promise.all([
    ...Array.from({ length: 5 }, () => reactToChatLine(ben, sessionId, { lineId: first.id, emoji: '👍', on: true })),
    ...Array.from({ length: 5 }, () => editChatLine(ana, sessionId, { lineId: second.id, markdown: 'edited' })),
    ...Array.from({ length: 5 }, () => deleteChatLine(ana, sessionId, { lineId: third.id })),
    reactToChatLine(ana, sessionId, { lineId: first.id, emoji: '👍', on: true }),
  ])
  const { chatRev, chatCount } = await db.session.findUniqueOrThrow({ where: { id: sessionId } })
  expect({ chatRev, chatCount }).toEqual({ chatRev: 8, chatCount: 3 })
  const changes = await readChat(ben, sessionId, { after: 4 })
  expect(changes.lines.map(({ id }) => id).sort()).toEqual([first.id, second.id, third.id].sort())
  expect(changes.lines.find(({ id }) => id === first.id)?.reactions).toMatchObject([{ emoji: '👍', memberIds: expect.any(Array) }])
  expect(changes.lines.find(({ id }) => id === second.id)).toMatchObject({ markdown: 'edited', editedAt: expect.any(String) })
  expect(changes.lines.find(({ id }) => id === third.id)).toMatchObject({ deleted: true, markdown: '', html: '' })
  await reactToChatLine(ben, sessionId, { lineId: first.id, emoji: '👍', on: false })
  await reactToChatLine(ben, sessionId, { lineId: first.id, emoji: '👍', on: false })
  expect(await db.chatLine.findUnique({ where: { id: first.id }, select: { reactionCount: true, rev: true } })).toEqual({
    reactionCount: 1,
    rev: 9,
  })
})

test('a chat is read in bounded pages: the newest first, what is older before a place, what changed after a rev', async () => {
  const {
    people: [ana],
    sessionId,
  } = await scene('Ana', 'Ben')
  await db.chatLine.createMany({
    data: Array.from({ length: 260 }, (_, index) => ({
      sessionId,
      authorId: ana.id,
      clientId: randomUUID(),
      markdown: `${index + 1}`,
      html: `<p>${index + 1}</p>`,
      position: index + 1,
      rev: index + 1,
    })),
  })
  await db.session.update({ where: { id: sessionId }, data: { chatCount: 260, chatRev: 260 } })
  const newest = await readChat(ana, sessionId, {})
  expect(newest).toMatchObject({ rev: 260, more: true })
  expect([markdowns(newest)[0], markdowns(newest).length, markdowns(newest).at(-1)]).toEqual(['211', 50, '260'])
  const older = await readChat(ana, sessionId, { before: '51' })
  expect([markdowns(older)[0], markdowns(older).at(-1), older.more]).toEqual(['1', '50', false])
  const changes = await readChat(ana, sessionId, { after: '0' })
  expect(changes).toMatchObject({ rev: 200, more: true })
  expect(await readChat(ana, sessionId, { after: changes.rev })).toMatchObject({ rev: 260, more: false, lines: { length: 60 } })
})

test('a line is Markdown, answers another one in its first words, and names people, who are told once', async () => {
  const {
    people: [ana, ben],
    sessionId,
    room,
  } = await scene('Ana', `Ben Oak ${randomUUID().slice(0, 8)}`)
  const asked = await write(ana, sessionId, '**Which** [wood](https://palier.test)?\n\nI ask')
  expect(asked.html).toContain('<strong>Which</strong>')
  const answer = await write(ben, sessionId, 'Oak', { replyToId: asked.id })
  expect(answer.replyTo).toEqual({ id: asked.id, position: 1, authorName: 'Ana', quote: 'Which wood? I ask' })
  const named = await write(ana, sessionId, `@${ben.name} sure?`)
  await editChatLine(ana, sessionId, { lineId: named.id, markdown: `@${ben.name} are you sure?` })
  expect(await db.inboxItem.findMany({ where: { memberId: ben.id } })).toMatchObject([
    { kind: 'mention', actorId: ana.id, sessionId, roomId: room.id, count: 1 },
  ])
  await deleteChatLine(ana, sessionId, { lineId: asked.id })
  await deleteChatLine(ana, sessionId, { lineId: named.id })
  expect(await db.inboxItem.count({ where: { memberId: ben.id } })).toBe(0)
  expect((await readChat(ben, sessionId, {})).lines.find(({ id }) => id === answer.id)?.replyTo).toMatchObject({ quote: '' })
  await expect(write(ben, sessionId, 'to nothing', { replyToId: randomUUID() })).rejects.toMatchObject({ code: 'chatLine.notFound' })
})

test('one changes what is one’s own; moderators take out any; what is deleted stays so', async () => {
  const {
    people: [ana, ben, chloe],
    sessionId,
  } = await scene('Ana', 'Ben', 'Chloé')
  if (!chloe) throw new Error('Chloé is missing')
  const line = await write(ben, sessionId, 'Mine')
  await expect(editChatLine(ana, sessionId, { lineId: line.id, markdown: 'Hers' })).rejects.toMatchObject({ code: 'chatLine.notYours' })
  await expect(deleteChatLine(chloe, sessionId, { lineId: line.id })).rejects.toMatchObject({ code: 'chatLine.notYours' })
  expect(await deleteChatLine(ana, sessionId, { lineId: line.id })).toMatchObject({ deleted: true, rev: 2 })
  await expect(editChatLine(ben, sessionId, { lineId: line.id, markdown: 'Again' })).rejects.toMatchObject({ code: 'chatLine.notFound' })
  await expect(reactToChatLine(ben, sessionId, { lineId: line.id, emoji: '👍', on: true })).rejects.toMatchObject({
    code: 'chatLine.notFound',
  })
  expect((await write(ben, sessionId, 'Next')).position).toBe(2)
})

test('a line that was deleted comes back as it was, once, for who deleted it; nobody undoes a moderator', async () => {
  const {
    people: [ana, ben, chloe],
    sessionId,
  } = await scene('Ana', 'Ben', `Chloé Oak ${randomUUID().slice(0, 8)}`)
  if (!chloe) throw new Error('Chloé is missing')
  const line = await write(ben, sessionId, `@${chloe.name}: **oak**`)
  await reactToChatLine(ana, sessionId, { lineId: line.id, emoji: '👍', on: true })
  await deleteChatLine(ben, sessionId, { lineId: line.id })
  const back = () => deleteChatLine(ben, sessionId, { lineId: line.id, restore: true })
  const [restored] = await Promise.all([back(), back(), back()])
  expect(restored).toMatchObject({ deleted: false, html: line.html, reactions: [{ emoji: '👍' }], rev: 4 })
  expect((await db.session.findUniqueOrThrow({ where: { id: sessionId } })).chatCount).toBe(1)
  expect(await db.inboxItem.findMany({ where: { memberId: chloe.id } })).toMatchObject([{ kind: 'mention', actorId: ben.id, count: 1 }])
  await deleteChatLine(ana, sessionId, { lineId: line.id })
  await expect(back()).rejects.toMatchObject({ code: 'chatLine.notYours' })
  expect(await deleteChatLine(ana, sessionId, { lineId: line.id, restore: true })).toMatchObject({ deleted: false })
})

test('a line that is deleted after the end is gone from the search, and from what the follow-up tells; with a way back', async () => {
  const { people, sessionId, community } = await scene('Ana', 'Ben')
  const [ana] = people
  await db.thread.create({ data: { kind: 'session', communityId: community.id, sessionId } })
  const secret = await write(ana, sessionId, 'Our pricelist: https://palier.test/pricelist')
  await reactToChatLine(ana, sessionId, { lineId: secret.id, emoji: '👍', on: true })
  await write(ana, sessionId, 'Goodbye')
  await endSession(sessionId, 'now')
  const told = async () => {
    const { trace } = await db.followUp.findUniqueOrThrow({ where: { sessionId } })
    const { plain } = await db.sessionText.findUniqueOrThrow({ where: { sessionId } })
    return { inTrace: JSON.stringify(trace).includes('pricelist'), inSearch: plain.includes('pricelist'), rest: plain.includes('Goodbye') }
  }
  expect(await told()).toEqual({ inTrace: true, inSearch: true, rest: true })
  await deleteChatLine(ana, sessionId, { lineId: secret.id })
  expect(await told()).toEqual({ inTrace: false, inSearch: false, rest: true })
  await deleteChatLine(ana, sessionId, { lineId: secret.id, restore: true })
  expect(await told()).toEqual({ inTrace: true, inSearch: true, rest: true })
  await db.followUp.update({ where: { sessionId }, data: { state: 'published' } })
  await deleteChatLine(ana, sessionId, { lineId: secret.id })
  expect(await told()).toEqual({ inTrace: false, inSearch: false, rest: true })
})

test('after the end nothing can be written, but taken out; what had arrived before is still acknowledged', async () => {
  const {
    people: [ana],
    sessionId,
    room,
    community,
  } = await scene('Ana', 'Ben')
  const clientId = randomUUID()
  const line = await sendChatLine(ana, sessionId, { clientId, markdown: 'Last words' })
  await db.thread.create({ data: { kind: 'session', communityId: community.id, sessionId } })
  await endSession(sessionId, 'now')
  await expect(write(ana, sessionId, 'Too late')).rejects.toMatchObject({ code: 'chat.closed' })
  await expect(editChatLine(ana, sessionId, { lineId: line.id, markdown: 'x' })).rejects.toMatchObject({ code: 'chat.closed' })
  expect(await sendChatLine(ana, sessionId, { clientId, markdown: 'Last words' })).toMatchObject({ id: line.id })
  expect(await readChat(ana, sessionId, {})).toMatchObject({ open: false, mayWrite: false })
  expect(await db.thread.findUnique({ where: { sessionId } }), 'something was written: the thread stays').toMatchObject({ deletedAt: null })
  expect(await deleteChatLine(ana, sessionId, { lineId: line.id })).toMatchObject({ deleted: true })

  const silent = await db.session.create({
    data: { roomId: room.id, communityId: community.id, thread: { create: { kind: 'session', communityId: community.id } } },
  })
  await endSession(silent.id, 'now')
  expect((await db.thread.findUnique({ where: { sessionId: silent.id } }))?.deletedAt).not.toBeNull()
  await expect(sendChatLine(ana, silent.id, { clientId, markdown: 'Last words' })).rejects.toMatchObject({ code: 'chat.closed' })
})

test('a session that ends while a line is on its way to it takes the line no more, and counts none', async () => {
  const {
    people: [ana],
    sessionId,
  } = await scene('Ana', 'Ben')
  await using ending = await holdRow('UPDATE "Session" SET "endedAt" = now() WHERE id = $1', [sessionId])
  const sending = write(ana, sessionId, 'Just in time?').catch((error: unknown) => error)
  await ending.isWaitedFor()
  await ending.commit()
  expect(await sending).toMatchObject({ code: 'chat.closed' })
  expect(await db.chatLine.count({ where: { sessionId } })).toBe(0)
  expect(await db.session.findUnique({ where: { id: sessionId } })).toMatchObject({ chatCount: 0, chatRev: 0 })
})

test('a line answers one of its own session only', async () => {
  const {
    people: [ana],
    sessionId,
  } = await scene('Ana', 'Ben')
  const other = await scene('Ana', 'Ben')
  const elsewhere = await write(other.people[0], other.sessionId, 'A secret of another session')
  await expect(write(ana, sessionId, 'Oh?', { replyToId: elsewhere.id })).rejects.toMatchObject({ code: 'chatLine.notFound' })
})

test('what was deleted is empty after 30 days, and its place stays taken', async () => {
  const {
    people: [ana],
    sessionId,
  } = await scene('Ana', 'Ben')
  const line = await write(ana, sessionId, 'A secret')
  await deleteChatLine(ana, sessionId, { lineId: line.id })
  const day = 24 * 60 * 60 * 1000
  await purgeChat(new Date(Date.now() + 29 * day))
  expect((await db.chatLine.findUniqueOrThrow({ where: { id: line.id } })).markdown).toBe('A secret')
  await purgeChat(new Date(Date.now() + 31 * day))
  expect(await db.chatLine.findUniqueOrThrow({ where: { id: line.id } })).toMatchObject({ markdown: '', html: '' })
  expect((await write(ana, sessionId, 'Next')).position).toBe(2)
})

test('what is too long or empty is refused with what to do, and nothing is counted', async () => {
  const {
    people: [ana],
    sessionId,
  } = await scene('Ana', 'Ben')
  await expect(write(ana, sessionId, ' \n ')).rejects.toMatchObject({ fields: { markdown: 'markdown.missing' } })
  await expect(write(ana, sessionId, 'x'.repeat(4_001))).rejects.toMatchObject({ fields: { markdown: 'chatLine.tooLong' } })
  expect(await readChat(ana, sessionId, {})).toMatchObject({ rev: 0, lines: [] })
})
