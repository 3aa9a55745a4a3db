import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addAction } from '#communities/actions/add-action.server.ts'
import { editAction } from '#communities/actions/edit-action.server.ts'
import { createCommunity } from '#communities/memberships/create-community.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { updateProfile } from '#communities/people/update-profile.server.ts'
import { editThread } from '#communities/threads/edit-thread.server.ts'
import { postThread, writingLimit } from '#communities/threads/post-thread.server.ts'
import { replyToThread } from '#communities/threads/reply-to-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { addAgendaItem } from '#rooms/agenda/add-agenda-item.server.ts'
import { answerRemark } from '#rooms/agenda/answer-remark.server.ts'
import { editAgendaItem } from '#rooms/agenda/edit-agenda-item.server.ts'
import { leaveRemark } from '#rooms/agenda/leave-remark.server.ts'
import { editChatLine } from '#rooms/chat/edit-chat-line.server.ts'
import { sendChatLine } from '#rooms/chat/send-chat-line.server.ts'
import { createRoom } from '#rooms/doors/create-room.server.ts'
import { renameRoom } from '#rooms/doors/rename-room.server.ts'
import { editFollowUp } from '#rooms/follow-ups/edit-follow-up.server.ts'
import { publishFollowUp } from '#rooms/follow-ups/publish-follow-up.server.ts'
import { setTopic } from '#rooms/sessions/set-topic.server.ts'
import { haveMet } from '#tests/follow-up-scene.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'

let ana: Viewer
let ben: Viewer
let place: { communityId: string; roomId: string; sessionId: string; threadId: string; itemId: string; remarkId: string; over: string }
let written: { postId: string; replyId: string; lineId: string; actionId: string }

beforeAll(async () => {
  const [first, second, chloe, dan] = await Promise.all([makePerson('Ana'), makePerson('Ben'), makePerson('Chloé'), makePerson('Dan')])
  ;[ana, ben] = [first, second]
  const { community, room } = await makeRoom([ana, ben])
  const session = await db.session.create({ data: { roomId: room.id, communityId: community.id, personCount: 1 } })
  const thread = await db.thread.create({ data: { kind: 'session', communityId: community.id, sessionId: session.id } })
  const item = await db.agendaItem.create({
    data: {
      ...{ communityId: community.id, roomId: room.id, sessionId: session.id, title: 'Chairs', position: 0 },
      remarks: { create: { authorId: ben.id, kind: 'question', markdown: 'Which?', html: '<p>Which?</p>' } },
    },
    include: { remarks: true },
  })
  const { sessionId: over } = await haveMet({ ana, ben, chloe, dan })
  place = {
    ...{ communityId: community.id, roomId: room.id, sessionId: session.id, threadId: thread.id, itemId: item.id, over },
    remarkId: item.remarks[0]?.id ?? '',
  }
  const postId = await postThread(ana, { communityId: community.id, markdown: 'Hello' })
  await replyToThread(ana, postId, { markdown: 'Hello' })
  written = {
    postId,
    replyId: (await db.reply.findFirstOrThrow({ where: { threadId: postId } })).id,
    lineId: (await sendChatLine(ana, session.id, { clientId: randomUUID(), markdown: 'Hello' })).id,
    actionId: (await addAction(ana, { threadId: thread.id, text: 'Hello' })).id,
  }
})

beforeEach(() => Promise.all([ana, ben].map(({ id }) => writingLimit.reset(id))))

const clientId = () => randomUUID()
/** Whose the follow-up is. */
const owner = async () => {
  const { ownerId } = await db.followUp.findUniqueOrThrow({ where: { sessionId: place.over } })
  return [ana, ben].find(({ id }) => id === ownerId) ?? ana
}
const markdowns: Record<string, (markdown: string) => Promise<unknown>> = {
  'a post': (markdown) => postThread(ana, { communityId: place.communityId, markdown }),
  'a reply': (markdown) => replyToThread(ana, place.threadId, { markdown }),
  'a changed post': (markdown) => editThread(ana, written.postId, { markdown }),
  'a changed reply': (markdown) => editThread(ana, written.postId, { replyId: written.replyId, markdown }),
  'a chat line': (markdown) => sendChatLine(ana, place.sessionId, { clientId: clientId(), markdown }),
  'a changed chat line': (markdown) => editChatLine(ana, place.sessionId, { lineId: written.lineId, markdown }),
  'a remark': (markdown) => leaveRemark(ana, place.roomId, { itemId: place.itemId, kind: 'question', markdown, clientId: clientId() }),
  'an answer': (markdown) => answerRemark(ana, place.roomId, { remarkId: place.remarkId, markdown }),
  'a follow-up': async (markdown) => {
    const { rev } = await db.followUp.findUniqueOrThrow({ where: { sessionId: place.over } })
    return editFollowUp(await owner(), place.over, { title: 'Chairs', markdown, rev })
  },
  'a published follow-up': async (markdown) => {
    const { rev } = await db.followUp.findUniqueOrThrow({ where: { sessionId: place.over } })
    return publishFollowUp(await owner(), place.over, { title: 'Chairs', markdown, rev })
  },
}

const lines: Record<string, [field: string, code: string, write: (text: string) => Promise<unknown>]> = {
  'a person’s name': ['name', 'name.missing', (name) => updateProfile(ana, { name, language: '', timeZone: 'Europe/Paris' })],
  'a community’s name': [
    'name',
    'communityName.missing',
    (name) => db.$transaction((tx) => createCommunity(ana, { name, visibility: 'open', startingPoint: 'team' }, tx)),
  ],
  'a room’s name': ['name', 'roomName.missing', (name) => createRoom(ana, place.communityId, { name })],
  'a room’s new name': ['name', 'roomName.missing', (name) => renameRoom(ana, place.roomId, { name })],
  'an action': ['text', 'actionText.missing', (text) => addAction(ana, { threadId: place.threadId, text })],
  'a changed action': ['text', 'actionText.missing', (text) => editAction(ana, written.actionId, { text })],
  'an agenda line': ['title', 'agendaTitle.missing', (title) => addAgendaItem(ana, place.roomId, { title, clientId: clientId() })],
  'a changed agenda line': ['title', 'agendaTitle.missing', (title) => editAgendaItem(ana, place.roomId, { itemId: place.itemId, title })],
}

const zeroWidth = '\u200b\u2060\ufeff\u3164'

describe.each(Object.entries(markdowns))('%s', (_, write) => {
  test.each([
    '![alt](https://example.com/a.png)',
    '[a]: https://example.com "b"',
    zeroWidth,
    `**${zeroWidth}**`,
    '&#8203;&nbsp;',
    '[](https://example.com)',
    '> \u2800',
    '-',
  ])('of which nothing would be seen is refused: %j', async (markdown) => {
    await expect(write(markdown)).rejects.toMatchObject({ fields: { markdown: 'markdown.invisible' } })
  })

  test('of which one letter is seen is taken', async () => {
    await write(`![alt](https://example.com/a.png) ${zeroWidth}.`)
  })
})

describe.each(Object.entries(lines))('%s', (_, [field, code, write]) => {
  test.each([zeroWidth, ` ${zeroWidth} \u202e`, '\u0301'])('of which nothing would be seen is refused: %j', async (text) => {
    await expect(write(text)).rejects.toMatchObject({ fields: { [field]: code } })
  })

  test('is kept as it is seen', async () => {
    await write(`${zeroWidth}Chloe\u0301\u202e 👩‍👩‍👧`)
  })
})

test('what was kept has one spelling, and nothing hidden', async () => {
  const seen = 'Chloé 👩‍👩‍👧'
  expect((await db.member.findUniqueOrThrow({ where: { id: ana.id } })).name).toBe(seen)
  expect((await db.room.findUniqueOrThrow({ where: { id: place.roomId } })).name).toBe(seen)
  expect((await db.action.findUniqueOrThrow({ where: { id: written.actionId } })).text).toBe(seen)
  expect((await db.agendaItem.findUniqueOrThrow({ where: { id: place.itemId } })).title).toBe(seen)
})

test('a topic of which nothing is seen is none', async () => {
  await setTopic(ana, place.sessionId, { topic: 'Chairs' })
  await setTopic(ana, place.sessionId, { topic: zeroWidth })
  expect((await db.session.findUniqueOrThrow({ where: { id: place.sessionId } })).topic).toBe('')
})
