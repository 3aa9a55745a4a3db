import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { addAction } from '#communities/actions/add-action.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { createInvitation } from '#communities/people/create-invitation.server.ts'
import { deleteThread } from '#communities/threads/delete-thread.server.ts'
import { editThread } from '#communities/threads/edit-thread.server.ts'
import { postThread } from '#communities/threads/post-thread.server.ts'
import { replyToThread } from '#communities/threads/reply-to-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { purgeIdempotencyKeys, writeOnce } from '#platform/idempotency.server.ts'
import { addAgendaItem } from '#rooms/agenda/add-agenda-item.server.ts'
import { leaveRemark } from '#rooms/agenda/leave-remark.server.ts'
import { sendChatLine } from '#rooms/chat/send-chat-line.server.ts'
import { createRoom } from '#rooms/doors/create-room.server.ts'
import { foundCommunity } from '#rooms/doors/found-community.server.ts'
import { truncateAll } from '#tests/database.ts'
import { newAddress } from '#tests/people-scene.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'

interface Place {
  communityId: string
  roomId: string
  sessionId: string
  threadId: string
  itemId: string
}

/** A use case that takes an idempotency key. */
interface Keyed {
  file: string
  /** What is made is in no community. */
  placeless?: true
  write: (viewer: Viewer, place: Place, clientId: string, text: string) => Promise<unknown>
  /** The same text, with something else of what the member chose. */
  otherwise?: (viewer: Viewer, place: Place, clientId: string, text: string) => Promise<unknown>
  /** What stands in the place, in the order of writing. */
  texts: (place: Place) => Promise<string[]>
  /** Puts another text in its place, as its own edit does. */
  edit?: (place: Place, text: string) => Promise<unknown>
  remove: (place: Place) => Promise<unknown>
}

const textsOf = (rows: { text: string }[]) => rows.map(({ text }) => text)
const deletedAt = () => new Date()
const founded = { purpose: 'Founded here', visibility: 'secret', startingPoint: 'team' } as const

/** Invitation links have no text: a number of uses stands for each. */
const said: string[] = []
const usesFor = (text: string) => (said.includes(text) ? said.indexOf(text) + 1 : said.push(text))
/** A link that was taken back is not shown again as one; nothing else may be wrong with a repetition. */
const goneToNull = (error: unknown) => {
  if ((error as { code?: string }).code === 'invitation.gone') return null
  throw error
}

const keyed: Record<string, Keyed> = {
  postThread: {
    file: 'communities/threads/post-thread.server.ts',
    write: (viewer, { communityId }, clientId, markdown) => postThread(viewer, { communityId, markdown, clientId }),
    otherwise: (viewer, { communityId }, clientId, markdown) =>
      postThread(viewer, { communityId, markdown, clientId, moment: { recordingId: randomUUID(), momentMs: 1 } }),
    texts: async ({ communityId }) => {
      const where = { communityId, kind: 'update', deletedAt: null } as const
      return (await db.thread.findMany({ where, orderBy: { id: 'asc' } })).map(({ markdown }) => markdown)
    },
    edit: async ({ communityId }, markdown) => {
      const { id, authorId } = await db.thread.findFirstOrThrow({ where: { communityId, kind: 'update' } })
      await editThread({ ...ana, id: authorId ?? '' }, id, { markdown })
    },
    remove: async ({ communityId }) => {
      const { id } = await db.thread.findFirstOrThrow({ where: { communityId, kind: 'update' } })
      await deleteThread(ana, id, {})
    },
  },
  replyToThread: {
    file: 'communities/threads/reply-to-thread.server.ts',
    write: (viewer, { threadId }, clientId, markdown) => replyToThread(viewer, threadId, { markdown, clientId }),
    otherwise: (viewer, { threadId }, clientId, markdown) =>
      replyToThread(viewer, threadId, { markdown, clientId, moment: { recordingId: randomUUID(), momentMs: 1 } }),
    texts: async ({ threadId }) =>
      (await db.reply.findMany({ where: { threadId, deletedAt: null }, orderBy: { id: 'asc' } })).map(({ markdown }) => markdown),
    edit: async ({ threadId }, markdown) => {
      const { id: replyId } = await db.reply.findFirstOrThrow({ where: { threadId } })
      await editThread(ana, threadId, { replyId, markdown })
    },
    remove: async ({ threadId }) => {
      const { id: replyId } = await db.reply.findFirstOrThrow({ where: { threadId } })
      await deleteThread(ana, threadId, { replyId })
    },
  },
  addAction: {
    file: 'communities/actions/add-action.server.ts',
    write: (viewer, { threadId }, clientId, text) => addAction(viewer, { threadId, text, clientId }),
    otherwise: (viewer, { threadId }, clientId, text) => addAction(viewer, { threadId, text, clientId, assigneeId: viewer.id }),
    texts: async ({ threadId }) => textsOf(await db.action.findMany({ where: { threadId, deletedAt: null }, orderBy: { id: 'asc' } })),
    edit: ({ threadId }, text) => db.action.updateMany({ where: { threadId }, data: { text } }),
    remove: ({ threadId }) => db.action.updateMany({ where: { threadId }, data: { deletedAt: deletedAt() } }),
  },
  addAgendaItem: {
    file: 'rooms/agenda/add-agenda-item.server.ts',
    write: (viewer, { roomId }, clientId, title) => addAgendaItem(viewer, roomId, { title, clientId }),
    otherwise: (viewer, { roomId }, clientId, title) => addAgendaItem(viewer, roomId, { title, clientId, minutes: 5 }),
    // The line that remarks are left on is there as well.
    texts: async ({ roomId }) =>
      (await db.agendaItem.findMany({ where: { roomId, deletedAt: null, position: { gt: 0 } }, orderBy: { id: 'asc' } })).map(
        ({ title }) => title,
      ),
    edit: ({ roomId }, title) => db.agendaItem.updateMany({ where: { roomId, position: { gt: 0 } }, data: { title } }),
    remove: ({ roomId }) => db.agendaItem.updateMany({ where: { roomId, position: { gt: 0 } }, data: { deletedAt: deletedAt() } }),
  },
  leaveRemark: {
    file: 'rooms/agenda/leave-remark.server.ts',
    write: (viewer, { roomId, itemId }, clientId, markdown) =>
      leaveRemark(viewer, roomId, { itemId, kind: 'question', markdown, clientId }),
    otherwise: (viewer, { roomId, itemId }, clientId, markdown) =>
      leaveRemark(viewer, roomId, { itemId, kind: 'position', markdown, clientId }),
    texts: async ({ itemId }) =>
      (await db.agendaRemark.findMany({ where: { itemId }, orderBy: { id: 'asc' } })).map(({ markdown }) => markdown),
    remove: ({ itemId }) => db.agendaRemark.deleteMany({ where: { itemId } }),
  },
  sendChatLine: {
    file: 'rooms/chat/send-chat-line.server.ts',
    write: (viewer, { sessionId }, clientId, markdown) => sendChatLine(viewer, sessionId, { markdown, clientId }),
    otherwise: async (viewer, { sessionId }, clientId, markdown) => {
      const { id: replyToId } = await db.chatLine.findFirstOrThrow({ where: { sessionId } })
      return sendChatLine(viewer, sessionId, { markdown, clientId, replyToId })
    },
    texts: async ({ sessionId }) =>
      (await db.chatLine.findMany({ where: { sessionId, deletedAt: null }, orderBy: { position: 'asc' } })).map(({ markdown }) => markdown),
    edit: ({ sessionId }, markdown) => db.chatLine.updateMany({ where: { sessionId }, data: { markdown } }),
    remove: ({ sessionId }) => db.chatLine.updateMany({ where: { sessionId }, data: { deletedAt: deletedAt() } }),
  },
  createRoom: {
    file: 'rooms/doors/create-room.server.ts',
    write: (viewer, { communityId }, clientId, name) => createRoom(viewer, communityId, { name, clientId }),
    texts: async ({ communityId }) =>
      (await db.room.findMany({ where: { communityId, archivedAt: null, position: { gt: 0 } }, orderBy: { position: 'asc' } })).map(
        ({ name }) => name,
      ),
    edit: ({ communityId }, name) => db.room.updateMany({ where: { communityId, position: { gt: 0 } }, data: { name } }),
    remove: ({ communityId }) => db.room.updateMany({ where: { communityId, position: { gt: 0 } }, data: { archivedAt: deletedAt() } }),
  },
  createInvitation: {
    file: 'communities/people/create-invitation.server.ts',
    write: (viewer, { communityId }, clientId, text) =>
      createInvitation(viewer, { communityId, uses: usesFor(text), clientId }, newAddress()).catch(goneToNull),
    otherwise: (viewer, { communityId }, clientId, text) =>
      createInvitation(viewer, { communityId, uses: usesFor(text), days: 2, clientId }, newAddress()),
    texts: async ({ communityId }) =>
      (await db.invitation.findMany({ where: { communityId, revokedAt: null }, orderBy: { createdAt: 'asc' } })).map(
        ({ usesLeft }) => said[usesLeft - 1] ?? '',
      ),
    edit: ({ communityId }, text) => db.invitation.updateMany({ where: { communityId }, data: { usesLeft: usesFor(text) } }),
    remove: ({ communityId }) => db.invitation.updateMany({ where: { communityId }, data: { revokedAt: deletedAt() } }),
  },
  foundCommunity: {
    file: 'rooms/doors/found-community.server.ts',
    placeless: true,
    write: (viewer, _, clientId, name) => foundCommunity(viewer, { ...founded, name, clientId }),
    otherwise: (viewer, _, clientId, name) => foundCommunity(viewer, { ...founded, visibility: 'open', name, clientId }),
    texts: async () =>
      (await db.community.findMany({ where: { purpose: founded.purpose, archivedAt: null }, orderBy: { id: 'asc' } })).map(
        ({ name }) => name,
      ),
    edit: (_, name) => db.community.updateMany({ where: { purpose: founded.purpose }, data: { name } }),
    remove: () => db.community.updateMany({ where: { purpose: founded.purpose }, data: { archivedAt: deletedAt() } }),
  },
}

async function makePlace(members: Viewer[]): Promise<Place> {
  const { community, room } = await makeRoom(members)
  const session = await db.session.create({ data: { roomId: room.id, communityId: community.id, personCount: 1 } })
  const thread = await db.thread.create({ data: { kind: 'session', communityId: community.id, sessionId: session.id } })
  const item = await db.agendaItem.create({
    data: { communityId: community.id, roomId: room.id, sessionId: session.id, title: 'Chairs', position: 0 },
  })
  return { communityId: community.id, roomId: room.id, sessionId: session.id, threadId: thread.id, itemId: item.id }
}

let ana: Viewer
let ben: Viewer
let secret: Place
let own: Place

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben] = await Promise.all([makePerson('Ana'), makePerson('Ben')])
  ;[secret, own] = await Promise.all([makePlace([ben, ana]), makePlace([ana])])
  // She may do there whatever takes a key.
  await db.membership.updateMany({ where: { communityId: secret.communityId, memberId: ana.id }, data: { role: 'moderator' } })
})

test('every use case that takes a key is among those tried here, and takes it through the one module', () => {
  const files = ['communities', 'rooms', 'platform'].flatMap((storey) =>
    readdirSync(storey, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.server.ts'))
      .map((file) => `${storey}/${file}`),
  )
  const taking = files.filter((file) => /\b(clientId|idempotencyKey)\w*:\s*(z\.|\w*[sS]chema)/.test(readFileSync(file, 'utf8')))
  expect(taking.sort()).toEqual(
    Object.values(keyed)
      .map(({ file }) => file)
      .sort(),
  )
  for (const file of taking) expect(readFileSync(file, 'utf8'), file).toMatch(/idempotencyKeySchema[\s\S]*writeOnce\(/)
})

describe.each(Object.entries(keyed))('%s', (_, { placeless, write, otherwise, texts, edit, remove }) => {
  const key = randomUUID()
  const takeAnaOut = () => db.membership.delete({ where: { communityId_memberId: { communityId: secret.communityId, memberId: ana.id } } })

  test('many repetitions, also at the same time, are one, and all hear of that one', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => write(ana, secret, key, 'Lunch?')))
    answers.push(await write(ana, secret, key, 'Lunch?'))
    expect(await texts(secret)).toEqual(['Lunch?'])
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  test('another text is never an edit: it is refused, and has its place under a key of its own', async () => {
    await write(ana, secret, key, 'Lunch?')
    await expect(write(ana, secret, key, 'Salaries')).rejects.toMatchObject({ code: 'attempt.changed' })
    expect(await texts(secret)).toEqual(['Lunch?'])
    await write(ana, secret, randomUUID(), 'Salaries')
    expect(await texts(secret)).toEqual(['Lunch?', 'Salaries'])
  })

  test('of two texts that race under one key, one is written and the other refused', async () => {
    const outcomes = await Promise.allSettled([write(ana, secret, key, 'Lunch?'), write(ana, secret, key, 'Salaries')])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const written = outcomes[0]?.status === 'fulfilled' ? 'Lunch?' : 'Salaries'
    expect(await texts(secret)).toEqual([written])
  })

  const whereChoices = otherwise ? test : null
  whereChoices?.('the same text with another choice is another attempt', async () => {
    await write(ana, secret, key, 'Lunch?')
    await expect(otherwise?.(ana, secret, key, 'Lunch?')).rejects.toMatchObject({ code: 'attempt.changed' })
    expect(await texts(secret)).toEqual(['Lunch?'])
  })

  const wherePlaces = placeless ? null : test
  wherePlaces?.('the key of one place writes nothing in another, nor hears from it', async () => {
    await write(ana, secret, key, 'Lunch?')
    const first = await write(ana, secret, key, 'Lunch?')
    const second = await write(ana, own, key, 'Salaries')
    if (second) expect(second).not.toEqual(first)
    expect(await texts(secret)).toEqual(['Lunch?'])
    expect(await texts(own)).toEqual(['Salaries'])
  })

  test('two members may use one key', async () => {
    await write(ana, secret, key, 'Ana')
    await write(ben, secret, key, 'Ben')
    expect(await texts(secret)).toEqual(['Ana', 'Ben'])
  })

  wherePlaces?.('who was taken out reaches nothing by an old key, from wherever', async () => {
    await write(ana, secret, key, 'Lunch?')
    await takeAnaOut()
    for (const text of ['Lunch?', 'Salaries']) {
      const refusal = await write(ana, secret, key, text).catch((error: unknown) => error)
      expect(refusal).toMatchObject({ code: expect.stringMatching(/\.(notFound|forbidden)$/) })
      expect(JSON.stringify(refusal)).not.toContain('Lunch')
    }
    const elsewhere = await write(ana, own, key, 'Salaries')
    expect(JSON.stringify(elsewhere ?? null)).not.toContain('Lunch')
    expect(await texts(secret)).toEqual(['Lunch?'])
    expect(await texts(own)).toEqual(['Salaries'])
  })

  wherePlaces?.('an archive takes nothing, and is not changed by an old key', async () => {
    await write(ana, secret, key, 'Lunch?')
    await db.community.update({ where: { id: secret.communityId }, data: { archivedAt: new Date() } })
    for (const text of ['Lunch?', 'Salaries']) {
      await expect(write(ana, secret, key, text)).rejects.toMatchObject({ code: 'community.archived' })
    }
    await write(ana, own, key, 'Salaries')
    expect(await texts(secret)).toEqual(['Lunch?'])
  })

  const whereEdits = edit ? test : null
  whereEdits?.('a late repetition takes no edit back', async () => {
    await write(ana, secret, key, 'Lunch?')
    await edit?.(secret, 'Lunch at one?')
    await write(ana, secret, key, 'Lunch?')
    expect(await texts(secret)).toEqual(['Lunch at one?'])
  })

  test('a late repetition brings nothing back that was deleted', async () => {
    await write(ana, secret, key, 'Lunch?')
    await remove(secret)
    await write(ana, secret, key, 'Lunch?')
    expect(await texts(secret)).toEqual([])
  })
})

test('who founded a secret community and was taken out of it reaches it by no old key', async () => {
  const attempt = { ...founded, name: 'Lunch', clientId: randomUUID() }
  const { id: communityId, slug } = await foundCommunity(ana, attempt)
  expect(await foundCommunity(ana, attempt)).toMatchObject({ slug })
  expect(await db.room.count({ where: { communityId } })).toBe(1)
  await db.membership.deleteMany({ where: { communityId } })
  await expect(foundCommunity(ana, attempt)).rejects.toMatchObject({ code: 'community.notFound' })
})

test('a repetition shows the same invitation link, to its maker, while it lets anybody in', async () => {
  const form = { communityId: '', clientId: randomUUID() }
  const link = await createInvitation(ana, form, newAddress())
  expect(await createInvitation(ana, form, newAddress())).toBe(link)
  const others = [await createInvitation(ben, form, newAddress()), await createInvitation(ana, { communityId: '' }, newAddress())]
  expect(new Set([link, ...others]).size).toBe(3)
  const [stored] = await db.invitation.findMany({ where: { createdById: ana.id }, orderBy: { createdAt: 'asc' } })
  expect(JSON.stringify(stored)).not.toContain(link)
  await db.invitation.updateMany({ data: { usesLeft: 0 } })
  await expect(createInvitation(ana, form, newAddress())).rejects.toMatchObject({ code: 'invitation.gone' })
})

test('the forms that make something carry a key before any script has come', () => {
  const forms = ['app/routes/communities/create.tsx', 'app/ui/communities/first-community.tsx', 'app/routes/people/invitations.tsx']
  for (const form of forms) expect(readFileSync(form, 'utf8'), form).toContain('<AttemptField attempt={attempt}')
})

test('work that fails keeps no key: the next try is a first one', async () => {
  const attempt = { memberId: ana.id, verb: 'test', placeId: own.roomId, key: randomUUID(), content: ['Lunch?'] }
  const failing = db.$transaction((tx) => writeOnce(tx, attempt, () => Promise.reject(new Error('no'))))
  await expect(failing).rejects.toThrow('no')
  const id = randomUUID()
  expect(await db.$transaction((tx) => writeOnce(tx, attempt, async () => ({ id })))).toMatchObject({ id, made: { id } })
  expect(await db.$transaction((tx) => writeOnce(tx, attempt, async () => ({ id: randomUUID() })))).toEqual({ id, made: null })
})

test('keys are forgotten after 30 days', async () => {
  await postThread(ana, { communityId: own.communityId, markdown: 'Hello', clientId: randomUUID() })
  const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60 * 1000)
  await purgeIdempotencyKeys(days(29))
  expect(await db.idempotencyKey.count()).toBe(1)
  await purgeIdempotencyKeys(days(31))
  expect(await db.idempotencyKey.count()).toBe(0)
})
