import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActionItem, MyAction } from '#communities/actions/contract.ts'
import type { InboxPage } from '#communities/inbox/contract.ts'
import type { Viewer } from '#communities/people/contract.ts'
import type { Agenda } from '#rooms/agenda/contract.ts'
import type { ChatPage } from '#rooms/chat/contract.ts'
import type { FollowUpVersionView } from '#rooms/follow-ups/contract.ts'
import { ask, type BuiltApp, startBuiltApp } from './built-app.ts'

// What a meeting leaves, write by write: each is acknowledged by a real app, which is killed at that instant and started again. Notes,
// chat lines, and the end of a session die in their journeys, with people looking.

let app: BuiltApp
let people: Record<'ana' | 'ben' | 'chloe', { viewer: Viewer; cookie: string }>
let roomId: string
let running: { sessionId: string; threadId: string }
let over: { sessionId: string; threadId: string }

beforeAll(async () => {
  const { db } = await import('#platform/db.server.ts')
  const { startSignIn } = await import('#communities/people/start-sign-in.server.ts')
  const { endSession } = await import('#rooms/sessions/end-session.server.ts')
  const { makePerson, makeRoom } = await import('#tests/rooms-scene.ts')
  const enter = async (name: string) => {
    const viewer = await makePerson(name)
    return { viewer, cookie: `palier=${await startSignIn(db, viewer.id, { userAgent: 'test' })}` }
  }
  people = { ana: await enter('Ana'), ben: await enter('Ben'), chloe: await enter('Chloé') }
  const { room, community } = await makeRoom(Object.values(people).map(({ viewer }) => viewer))
  roomId = room.id
  const begin = async (openedMinutesAgo: number, leftMinutesAgo: number | null) => {
    const openedAt = new Date(Date.now() - openedMinutesAgo * 60_000)
    const leftAt = leftMinutesAgo === null ? null : new Date(Date.now() - leftMinutesAgo * 60_000)
    const inside = [people.ana.viewer.id, people.ben.viewer.id].map((memberId) => ({ memberId, joinedAt: openedAt, leftAt }))
    const { id } = await db.session.create({
      data: {
        roomId,
        communityId: community.id,
        openedById: people.ana.viewer.id,
        openedAt,
        emptySince: leftAt,
        personCount: 2,
        peakCount: 2,
        connections: { create: inside.map((one) => ({ sid: `PA_${randomUUID()}`, ...one })) },
        visits: { create: inside },
      },
    })
    const thread = await db.thread.create({ data: { kind: 'session', communityId: community.id, sessionId: id } })
    return { sessionId: id, threadId: thread.id }
  }
  over = await begin(60, 30)
  await endSession(over.sessionId, 'whenDue')
  running = await begin(10, null)
  // No LiveKit answers: nothing is inferred from that, and the session goes on.
  app = await startBuiltApp()
}, 300_000)
afterAll(async () => {
  await app?.stop()
})

const json = { 'content-type': 'application/json' }
type Who = keyof typeof people

async function read<T>(who: Who, path: string): Promise<T> {
  const answer = await ask(`${app.url}${path}`, { headers: { cookie: people[who].cookie } })
  expect(answer.status, path).toBe(200)
  return (JSON.parse(answer.body) as { value: T }).value
}

/** Writes, and kills the app as soon as it has said that it did. */
async function writeAndDie<T>(who: Who, path: string, form: object): Promise<T> {
  const answer = await ask(`${app.url}${path}`, {
    method: 'POST',
    headers: { ...json, cookie: people[who].cookie },
    body: JSON.stringify(form),
  })
  const exited = once(app.child, 'exit')
  app.child.kill('SIGKILL')
  expect({ path, form, answer: answer.body, status: answer.status }).toMatchObject({ status: 200 })
  await exited
  app = await startBuiltApp({ PORT: String(app.port), METRICS_PORT: String(app.metricsPort) })
  return (JSON.parse(answer.body) as { value: T }).value
}

const agendaPath = () => `/rooms/${roomId}/agenda`
const firstLine = async () => (await read<Agenda>('ana', agendaPath())).items[0]

test('in the call: the agenda and what is left on it, a reaction, an action', async () => {
  await writeAndDie('ana', agendaPath(), { intent: 'add', title: 'Oak or beech', minutes: 10, clientId: randomUUID() })
  const item = await firstLine()
  expect(item).toMatchObject({ title: 'Oak or beech', minutes: 10 })

  await writeAndDie('chloe', agendaPath(), { intent: 'absence', absent: true })
  expect((await read<Agenda>('ana', agendaPath())).absent).toMatchObject([{ name: 'Chloé' }])

  const remark = { intent: 'remark', itemId: item?.id, kind: 'question', markdown: 'Which of them is dry?', clientId: randomUUID() }
  await writeAndDie('chloe', agendaPath(), remark)
  const left = (await firstLine())?.remarks[0]
  expect(left).toMatchObject({ author: { name: 'Chloé' }, html: expect.stringContaining('Which of them is dry?') })

  await writeAndDie('ana', agendaPath(), { intent: 'now', itemId: item?.id })
  expect((await firstLine())?.spans).toMatchObject([{ endedAt: null }])

  await writeAndDie('ben', agendaPath(), { intent: 'answer', remarkId: left?.id, markdown: 'The oak.' })
  expect((await firstLine())?.remarks).toMatchObject([{ answer: { html: expect.stringContaining('The oak.'), by: { name: 'Ben' } } }])
  expect((await read<InboxPage>('chloe', '/inbox/api')).entries).toContainEqual(expect.objectContaining({ kind: 'answer' }))

  await writeAndDie('ana', agendaPath(), { intent: 'done', itemId: item?.id, done: true })
  expect(await firstLine()).toMatchObject({ done: true, spans: [{ endedAt: expect.any(String) }] })

  const chat = `/sessions/${running.sessionId}/chat`
  const line = await writeAndDie<{ id: string }>('ana', chat, { intent: 'send', clientId: randomUUID(), markdown: 'Oak it is' })
  await writeAndDie('ben', chat, { intent: 'react', lineId: line.id, emoji: '👍', on: true })
  expect((await read<ChatPage>('chloe', chat)).lines).toMatchObject([
    { id: line.id, reactions: [{ emoji: '👍', memberIds: [people.ben.viewer.id] }] },
  ])

  const action = await writeAndDie<ActionItem>('ben', '/actions/api', {
    intent: 'add',
    threadId: running.threadId,
    text: 'Order the oak',
    assigneeId: people.ben.viewer.id,
    dueOn: '2030-01-15',
    source: 'chat',
    sourceId: line.id,
    clientId: randomUUID(),
  })
  const actionsPath = `/actions/api?sessionId=${running.sessionId}`
  expect(await read<ActionItem[]>('ana', actionsPath)).toMatchObject([{ id: action.id, assignee: { name: 'Ben' }, doneAt: null }])
  await writeAndDie('ben', '/actions/api', { intent: 'finish', actionId: action.id, done: true })
  expect(await read<MyAction[]>('ana', actionsPath)).toMatchObject([{ id: action.id, doneAt: expect.any(String) }])
}, 120_000)

test('after it: the follow-up edited and published, a reply, catching up, and what is done in the inbox', async () => {
  const followUp = `/sessions/${over.sessionId}/follow-up`
  const rev = await writeAndDie<number>('ana', followUp, { intent: 'edit', title: 'Chairs', markdown: 'We take **oak**, @Chloé.', rev: 0 })
  expect(await read<FollowUpVersionView[]>('ana', followUp)).toHaveLength(1)
  const shown = async () => (await ask(`${app.url}/sessions/${over.sessionId}`, { headers: { cookie: people.chloe.cookie } })).body
  const published = await writeAndDie<number>('ana', followUp, { intent: 'publish', rev })
  expect(published).toBeGreaterThanOrEqual(rev)
  expect(await shown()).toContain('<strong>oak</strong>')

  const reply = { intent: 'reply', markdown: 'And the legs?', clientId: randomUUID() }
  await writeAndDie('chloe', `/threads/${over.threadId}/api`, reply)
  expect(await shown()).toContain('And the legs?')

  const openOf = async (who: Who) => (await read<InboxPage>(who, '/inbox/api')).entries
  const missed = (await openOf('chloe')).find(({ sessionId }) => sessionId === over.sessionId)
  expect(missed).toMatchObject({ kind: 'sessionMissed' })
  await writeAndDie('chloe', followUp, { intent: 'catchUp' })
  expect((await openOf('chloe')).some(({ id }) => id === missed?.id)).toBe(false)

  const told = (await openOf('ana')).find(({ excerpt }) => excerpt === 'And the legs?')
  expect(told).toMatchObject({ kind: 'reply', actor: { name: 'Chloé' } })
  await writeAndDie('ana', '/inbox/api', { change: 'done', matters: [{ id: told?.id, happenedAt: told?.happenedAt }] })
  expect((await openOf('ana')).map(({ id }) => id)).not.toContain(told?.id)
  expect((await read<InboxPage>('ana', '/inbox/api?view=done')).entries.map(({ id }) => id)).toContain(told?.id)
}, 120_000)
