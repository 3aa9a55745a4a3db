import { once } from 'node:events'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startLivekit } from '#tests/livekit.ts'
import { type BuiltApp, signUp, startBuiltApp } from '#tests/operations/built-app.ts'

interface Answer {
  ok: boolean
  code?: string
  details?: { seconds: number }
}

/** More than the budget of any member, and than the server did within a second before there was one. */
const FLOOD = 3_000
/** What a socket, or all of a member, may get answered in the time of a test: the burst, and some seconds of refilling. */
const ANSWERED_AT_MOST = 1_000

const livekit = await startLivekit()
let app: BuiltApp
let ana: string
let ben: string
const sockets: Socket[] = []

beforeAll(async () => {
  app = await startBuiltApp()
  ana = await signUp(app.url, 'ana@demo.palier')
  const { db } = await import('#platform/db.server.ts')
  await db.workspace.updateMany({ data: { signUpPolicy: 'open' } })
  ben = await signUp(app.url, 'ben@demo.palier')
}, 300_000)
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})
afterAll(async () => {
  await app?.stop()
  await livekit.stop()
})

function open(cookie: string): Socket {
  const socket = io(app.url, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: { cookie } })
  sockets.push(socket)
  return socket
}

async function connect(cookie: string): Promise<Socket> {
  const socket = open(cookie)
  await once(socket as unknown as NodeJS.EventEmitter, 'ready')
  return socket
}

const ask = (socket: Socket, event: string): Promise<Answer> => socket.timeout(20_000).emitWithAck(event, {})

/** Sends it all at once; tells what was answered until the socket was ended. */
function flood(socket: Socket, event: string, times: number) {
  const answered = { ok: 0, refused: 0 }
  const ended = new Promise<{ code: string; details: { seconds: number } }>((resolve) => socket.once('ended', resolve))
  const gone = once(socket as unknown as NodeJS.EventEmitter, 'disconnect')
  for (let i = 0; i < times; i++) {
    socket.emit(event, {}, (answer: Answer) => {
      if (answer.ok) answered.ok++
      else answered.refused++
    })
  }
  return { answered, ended, gone }
}

test('a socket that asks without end is told so, and ended with a reason; another member goes on being answered', async () => {
  const [quiet, loud] = [await connect(ben), await connect(ana)]
  const { answered, ended, gone } = flood(loud, 'rosters.read', FLOOD)
  const okBefore = await ask(quiet, 'rosters.read').then((answer) => {
    expect(answer.ok).toBe(true)
    return answered.ok
  })
  expect(await ended).toEqual({ code: 'limit.reached', details: { seconds: 30 } })
  expect((await gone)[0]).toBe('io server disconnect')
  expect(okBefore).toBeLessThan(ANSWERED_AT_MOST)
  expect(answered.ok).toBeLessThan(ANSWERED_AT_MOST)

  // Coming back at once is refused with the time to wait; the other tab of the same member is left alone.
  const back = open(ana)
  const [refusal] = (await once(back as unknown as NodeJS.EventEmitter, 'connect_error')) as [Error & { data: { seconds: number } }]
  expect(refusal.message).toBe('limit.reached')
  expect(refusal.data.seconds).toBeGreaterThan(0)
  expect((await ask(quiet, 'rosters.read')).ok).toBe(true)
})

test.each(['no.such.event', 'notes.cursor', 'session.watch'])(
  'what nobody answers, or what is wrong, is counted as well: %s',
  async (event) => {
    const { ended } = flood(await connect(await another()), event, FLOOD)
    expect((await ended).code).toBe('limit.reached')
  },
)

test('many sockets together have the budget of one member, and there are only so many of them', async () => {
  const cookie = await another()
  const opened = await Promise.all(Array.from({ length: 20 }, () => connect(cookie)))
  // Each within its own budget, and with one question at a time within all that may wait: it is the member who asks too much.
  const answers = await Promise.all(
    opened.map(async (socket) => {
      const given: Answer[] = []
      for (let i = 0; i < 90; i++) given.push(await ask(socket, 'rosters.read'))
      return given
    }),
  )
  const refused = answers.flat().filter(({ ok }) => !ok)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.length).toBeLessThan(answers.flat().length)
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['limit.reached']))

  const more = Array.from({ length: 50 }, () => open(cookie))
  const outcomes = await Promise.all(
    more.map(
      (socket) =>
        new Promise<string>((resolve) => {
          socket.once('ready', () => resolve('ready'))
          socket.once('connect_error', (error) => resolve(error.message))
        }),
    ),
  )
  expect(outcomes.filter((outcome) => outcome === 'ready')).toHaveLength(40)
  expect(new Set(outcomes)).toEqual(new Set(['ready', 'socket.tooMany']))
})

test('frames that are no events break the connection off', async () => {
  const socket = await connect(await another())
  const gone = once(socket as unknown as NodeJS.EventEmitter, 'disconnect')
  const { engine } = socket.io
  // Connecting to namespaces that are not there.
  for (let i = 0; i < FLOOD; i++) engine.write(`0/nowhere-${i},`)
  expect((await gone)[0]).toMatch(/transport (close|error)/)
})

test('whatever a flood made fail, the log stays small', () => {
  const warnings = app.logLines().filter(({ level }) => Number(level) >= 40)
  expect(warnings.length).toBeLessThan(200)
  expect(app.complaints()).toBe('')
})

let others = 0
const another = () => signUp(app.url, `other-${others++}@demo.palier`)
