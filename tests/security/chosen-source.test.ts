import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { addAction } from '#communities/actions/add-action.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { replyToThread } from '#communities/threads/reply-to-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { sendChatLine } from '#rooms/chat/send-chat-line.server.ts'
import { truncateAll } from '#tests/database.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'

// What an action was made from is a fact of the log: a request names it, and may name only what belongs to the action's thread.
interface Place {
  threadId: string
  reply: string
  chat: string
  agenda: string
  /** A line of no session yet that discusses the thread. */
  discussed: string
}

let ana: Viewer
let own: Place
/** A session of the same room, which Ana may read as well. */
let next: Place
/** One that she may not know of. */
let secret: Place

async function makePlace(member: Viewer, communityId: string, roomId: string): Promise<Place> {
  const session = await db.session.create({ data: { roomId, communityId, personCount: 1 } })
  const { id: threadId } = await db.thread.create({ data: { kind: 'session', communityId, sessionId: session.id } })
  await replyToThread(member, threadId, { markdown: 'Oak', clientId: randomUUID() })
  const reply = await db.reply.findFirstOrThrow({ where: { threadId } })
  const chat = await sendChatLine(member, session.id, { markdown: 'Oak', clientId: randomUUID() })
  const line = { communityId, roomId, title: 'Chairs', position: 0 }
  const agenda = await db.agendaItem.create({ data: { ...line, sessionId: session.id } })
  const discussed = await db.agendaItem.create({ data: { ...line, threadId } })
  await db.session.update({ where: { id: session.id }, data: { endedAt: new Date() } })
  return { threadId, reply: reply.id, chat: chat.id, agenda: agenda.id, discussed: discussed.id }
}

beforeEach(async () => {
  await truncateAll()
  const [me, ben] = await Promise.all([makePerson('Ana'), makePerson('Ben')])
  ana = me
  const [mine, bens] = [await makeRoom([ana]), await makeRoom([ben])]
  own = await makePlace(ana, mine.community.id, mine.room.id)
  next = await makePlace(ana, mine.community.id, mine.room.id)
  secret = await makePlace(ben, bens.community.id, bens.room.id)
})

const make = (from: object, threadId = own.threadId) => addAction(ana, { threadId, text: 'Order the oak', ...from })
const kinds = ['reply', 'chat', 'agenda'] as const

describe.each(kinds)('from a line of kind %s', (source) => {
  test('of its own thread or session, it says so', async () => {
    expect(await make({ source, sourceId: own[source] })).toMatchObject({ source, sourceId: own[source] })
  })

  test('of anything else, it is refused in the same words, whether that exists or not', async () => {
    const elsewhere = [next[source], secret[source], randomUUID(), own.threadId, null, undefined]
    const otherKinds = kinds.filter((kind) => kind !== source).map((kind) => own[kind])
    for (const sourceId of [...elsewhere, ...otherKinds]) {
      await expect(make({ source, sourceId }), String(sourceId)).rejects.toMatchObject({ code: 'input.invalid' })
    }
    expect(await db.action.count()).toBe(0)
  })

  test('that was deleted meanwhile, it is one of the thread: what was typed is kept', async () => {
    const gone = { where: { id: own[source] }, data: { deletedAt: new Date() } }
    if (source === 'reply') await db.reply.update(gone)
    else if (source === 'chat') await db.chatLine.update(gone)
    else await db.agendaItem.update(gone)
    expect(await make({ source, sourceId: own[source] })).toMatchObject({ source: 'thread', sourceId: null })
  })
})

test('from an agenda line that discusses the thread before any session', async () => {
  expect(await make({ source: 'agenda', sourceId: own.discussed })).toMatchObject({ sourceId: own.discussed })
  await expect(make({ source: 'agenda', sourceId: secret.discussed })).rejects.toMatchObject({ code: 'input.invalid' })
})

test('a thread without a session has no chat, no notes and no waiting line of a room', async () => {
  const { communityId } = await db.thread.findUniqueOrThrow({ where: { id: own.threadId } })
  const { id: threadId } = await db.thread.create({ data: { kind: 'update', communityId, authorId: ana.id } })
  const from = [{ source: 'chat', sourceId: own.chat }, { source: 'agenda', sourceId: own.discussed }, { source: 'note' }]
  for (const source of from) await expect(make(source, threadId), source.source).rejects.toMatchObject({ code: 'input.invalid' })
})

test('from the thread or the notes as a whole, it names no line', async () => {
  expect(await make({})).toMatchObject({ source: 'thread', sourceId: null })
  expect(await make({ source: 'note' })).toMatchObject({ source: 'note', sourceId: null })
  for (const source of ['thread', 'note']) {
    await expect(make({ source, sourceId: own.chat })).rejects.toMatchObject({ code: 'input.invalid' })
  }
})
