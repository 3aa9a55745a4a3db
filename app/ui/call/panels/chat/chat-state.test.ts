import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatLineCard } from '#rooms/chat/contract.ts'
import { type ChatEvent, type ChatState, emptyChat, isBehind, shownLines, stepChat } from './chat-state.ts'

/** The server's chat as a list of its changes: each is the whole line with the next rev. */
class Server {
  readonly changes: ChatLineCard[] = []
  readonly lines: ChatLineCard[] = []

  send(clientId: string, markdown: string): ChatLineCard {
    const sent = this.lines.find((line) => line.clientId === clientId)
    if (sent) return sent
    const line = { ...blank, id: `line ${clientId}`, clientId, position: this.lines.length + 1, rev: this.changes.length + 1, markdown }
    this.lines.push(line)
    this.changes.push(line)
    return line
  }

  change(which: number, how: Partial<ChatLineCard>): void {
    const line = this.lines[which % Math.max(this.lines.length, 1)]
    if (!line) return
    const changed = { ...line, ...how, rev: this.changes.length + 1 }
    this.lines[this.lines.indexOf(line)] = changed
    this.changes.push(changed)
  }

  newest(): ChatEvent {
    const lines = this.lines.slice(-PAGE)
    return { type: 'newest', lines, rev: this.changes.length, more: this.lines.length > PAGE }
  }

  after(after: number): Extract<ChatEvent, { type: 'changes' }> {
    const newer = this.lines.filter(({ rev }) => rev > after).sort((a, b) => a.rev - b.rev)
    const lines = newer.slice(0, PAGE)
    return { type: 'changes', lines, after, rev: newer.length > PAGE ? (lines.at(-1)?.rev ?? after) : this.changes.length }
  }

  older(before: number): ChatEvent {
    const older = this.lines.filter(({ position }) => position < before)
    return { type: 'older', lines: older.slice(-PAGE), before, more: older.length > PAGE }
  }
}

/** Small pages, so that few lines need several. */
const PAGE = 3
const blank: ChatLineCard = {
  id: '',
  clientId: '',
  position: 0,
  rev: 0,
  author: null,
  markdown: '',
  html: '',
  replyTo: null,
  reactions: [],
  createdAt: '2026-11-24T12:00:00.000Z',
  editedAt: null,
  deleted: false,
}

/** What a client does in one step; numbers choose among what is possible then. */
const step = fc.oneof(
  fc.record({ do: fc.constant('write' as const), who: fc.nat(), lost: fc.constantFrom('nothing', 'request', 'answer') }),
  fc.record({
    do: fc.constantFrom('retry', 'edit', 'delete', 'newest', 'changes', 'older', 'deliver', 'reload') as fc.Arbitrary<Doing>,
    who: fc.nat(),
    which: fc.nat(),
  }),
)
type Doing = 'retry' | 'edit' | 'delete' | 'newest' | 'changes' | 'older' | 'deliver' | 'reload'

test('whatever is lost, doubled or late: once everybody has read what is missing, all have the same lines, none lost, none doubled', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 4 }), (steps, count) => {
      const server = new Server()
      const clients: ChatState[] = Array.from({ length: count }, () => emptyChat)
      const late: { who: number; event: ChatEvent }[] = []
      const written: { clientId: string; markdown: string; who: number }[] = []
      const take = (who: number, event: ChatEvent) => {
        clients[who] = stepChat(clients[who] ?? emptyChat, event)
      }
      for (const [index, each] of steps.entries()) {
        const who = each.who % count
        const client = clients[who] ?? emptyChat
        if (each.do === 'write') {
          const line = { clientId: `${index}`, markdown: `text ${index}`, replyToId: null, writtenAt: index, refusal: null }
          take(who, { type: 'written', line })
          written.push({ ...line, who })
          if (each.lost === 'request') continue
          const sent = server.send(line.clientId, line.markdown)
          if (each.lost === 'nothing') late.push({ who, event: { type: 'told', lines: [sent] } })
        } else if (each.do === 'retry') {
          const [line] = client.outgoing
          if (line) late.push({ who, event: { type: 'told', lines: [server.send(line.clientId, line.markdown)] } })
        } else if (each.do === 'edit') server.change(each.which, { markdown: `edited ${index}` })
        else if (each.do === 'delete') server.change(each.which, { deleted: true, markdown: '' })
        else if (each.do === 'newest') late.push({ who, event: server.newest() })
        else if (each.do === 'changes') late.push({ who, event: server.after(client.rev ?? 0) })
        else if (each.do === 'older') late.push({ who, event: server.older(client.from) })
        else if (each.do === 'reload') {
          // Only what is not acknowledged was kept.
          clients[who] = client.outgoing.reduce((state, line) => stepChat(state, { type: 'written', line }), emptyChat)
        } else {
          const change = server.changes[each.which % Math.max(server.changes.length, 1)]
          // Some deliveries are of the past, some are what waits, in any order; nothing is taken out, so that it may come twice.
          if (change && each.which % 2) take(who, { type: 'told', lines: [change] })
          const waiting = late[each.which % Math.max(late.length, 1)]
          if (waiting) take(waiting.who, waiting.event)
        }
      }
      for (const [who] of clients.entries()) {
        for (const line of clients[who]?.outgoing ?? []) server.send(line.clientId, line.markdown)
      }
      for (const [who] of clients.entries()) settle(server, who, take, () => clients[who] ?? emptyChat)
      const truth = server.lines.filter(({ deleted }) => !deleted)
      for (const client of clients) {
        expect(isBehind(client)).toBe(false)
        expect(client.outgoing).toEqual([])
        expect(shownLines(client)).toEqual(truth)
      }
      expect(server.lines.map(({ clientId }) => clientId).sort()).toEqual(written.map(({ clientId }) => clientId).sort())
    }),
    { numRuns: 500 },
  )
})

/** As a browser that is connected again: the newest page if it had none, then what is newer, page by page, then all that is older. */
function settle(server: Server, who: number, take: (who: number, event: ChatEvent) => void, client: () => ChatState): void {
  if (client().rev === null) take(who, server.newest())
  for (let more = true; more; ) {
    const answer = server.after(client().rev ?? 0)
    take(who, answer)
    more = answer.rev < server.changes.length
  }
  while (client().hasOlder) take(who, server.older(client().from))
}

test('a line that was refused waits for its person: it is sent again, or given up', () => {
  const line = { clientId: 'a', markdown: 'Hello', replyToId: null, writtenAt: 0, refusal: null }
  let state = stepChat(emptyChat, { type: 'written', line })
  state = stepChat(state, { type: 'dropped', clientId: 'a' })
  expect(state.outgoing, 'what is on its way is not given up').toHaveLength(1)
  state = stepChat(state, { type: 'refused', clientId: 'a', code: 'limit.reached', details: { seconds: 3 } })
  expect(state.outgoing).toMatchObject([{ markdown: 'Hello', refusal: { code: 'limit.reached' } }])
  expect(stepChat(state, { type: 'again', clientId: 'a', next: 'b' }).outgoing).toEqual([line])
  const spoken = stepChat(state, { type: 'refused', clientId: 'a', code: 'attempt.changed', details: {} })
  expect(stepChat(spoken, { type: 'again', clientId: 'a', next: 'b' }).outgoing).toEqual([{ ...line, clientId: 'b' }])
  expect(stepChat(state, { type: 'dropped', clientId: 'a' }).outgoing).toEqual([])
})

test('a gap is noticed as soon as something newer arrives, and is over when what is missing came, by whichever way', () => {
  const server = new Server()
  const [first, second, third] = ['a', 'b', 'c'].map((clientId) => server.send(clientId, clientId))
  if (!first || !second || !third) throw new Error('nothing was sent')
  let state = stepChat(emptyChat, { type: 'newest', lines: [], rev: 0, more: false })
  state = stepChat(state, { type: 'told', lines: [third] })
  expect([isBehind(state), state.rev, shownLines(state)]).toEqual([true, 0, [third]])
  expect(isBehind(stepChat(stepChat(state, { type: 'told', lines: [second] }), { type: 'told', lines: [first] }))).toBe(false)
  state = stepChat(state, { type: 'changes', lines: [first, second], after: 0, rev: 2 })
  expect([isBehind(state), state.rev, shownLines(state)]).toEqual([false, 3, [first, second, third]])
})

/** A chat of so many lines, as who was there all the time knows it. */
function chatOf(count: number): Server {
  const server = new Server()
  for (let at = 1; at <= count; at++) server.send(`${at}`, `text ${at}`)
  return server
}

test('changes that were asked for before a reload, and come after it, do not hide those in between', () => {
  const server = chatOf(9)
  let state = stepChat(emptyChat, { type: 'newest', lines: [], rev: 0, more: false })
  state = stepChat(state, server.after(6))
  expect(state.rev).toBe(0)
  for (const after of [0, 3, 6]) state = stepChat(state, server.after(after))
  expect([state.rev, shownLines(state).length]).toEqual([9, 9])
})

test('an older page that was asked for before a reload, and comes after it, does not pass for all that is older', () => {
  const server = chatOf(12)
  let state = stepChat(emptyChat, server.newest())
  expect([state.from, state.hasOlder]).toEqual([10, true])
  state = stepChat(state, server.older(4))
  expect([state.from, state.hasOlder], 'the places 4 to 9 are not known').toEqual([10, true])
  while (state.hasOlder) state = stepChat(state, server.older(state.from))
  expect(shownLines(state)).toEqual(server.lines)
})

test('reading the newest page once more says nothing of changes to what is before it', () => {
  const server = chatOf(3)
  let state = stepChat(emptyChat, { ...server.newest(), more: false } as ChatEvent)
  server.change(0, { markdown: 'edited' })
  for (let at = 4; at <= 9; at++) server.send(`${at}`, `text ${at}`)
  state = stepChat(state, server.newest())
  expect(state.rev).toBe(3)
  for (let more = true; more; more = (state.rev ?? 0) < 10) state = stepChat(state, server.after(state.rev ?? 0))
  expect(shownLines(state)).toEqual(server.lines)
})

test('an older state of a line never replaces a newer one', () => {
  const server = chatOf(1)
  const [before] = server.lines
  server.change(0, { markdown: 'edited' })
  const [after] = server.lines
  if (!before || !after) throw new Error('nothing was sent')
  let state = stepChat(emptyChat, { type: 'newest', lines: [after], rev: 2, more: false })
  state = stepChat(state, { type: 'told', lines: [before] })
  expect(shownLines(state)).toEqual([after])
})
