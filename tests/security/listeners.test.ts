import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startLivekit } from '#tests/livekit.ts'
import { ask, type BuiltApp, signUp, startBuiltApp } from '#tests/operations/built-app.ts'

// What lives long (a connection, a socket, the process) gathers no listeners by what is done with it: Node warns from the eleventh on.
const TIMES = 50
/** However busy the machine is. */
const patiently = { timeout: 20_000 }

const livekit = await startLivekit()
let app: BuiltApp
let cookie: string

beforeAll(async () => {
  app = await startBuiltApp()
  cookie = await signUp(app.url, 'ana@demo.palier')
}, 300_000)
afterAll(async () => {
  await app?.stop()
  await livekit.stop()
})

/** What Node has warned of until now; a request of its own comes first, so that what was warned before is counted. */
async function warnings(): Promise<unknown[]> {
  await ask(`${app.url}/healthz`)
  const { body } = await ask(`http://127.0.0.1:${app.metricsPort}/metrics`)
  const logged = app.logLines().filter(({ msg }) => msg === 'Node warns of something')
  return [...logged, ...body.split('\n').filter((line) => line.startsWith('palier_process_warnings_total{'))]
}

test.each([
  ['a page', '/', {}],
  ['data of a page', '/_root.data', {}],
  ['a file', '/favicon.ico', {}],
  ['a part of a file', '/favicon.ico', { range: 'bytes=0-1' }],
  ['what is not there', '/nowhere', {}],
  ['signalling that is refused', '/livekit/rtc/v1/validate', {}],
])('many requests for %s over one connection', async (_, path, headers) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  for (let i = 0; i < TIMES; i++) await ask(`${app.url}${path}`, { agent, headers: { cookie, ...headers } })
  agent.destroy()
  expect(await warnings()).toEqual([])
})

test('many posts over one connection', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  for (const [type, body] of [
    ['application/x-www-form-urlencoded', 'email=a&password=b'],
    ['application/json', '{}'],
    ['multipart/form-data; boundary=x', `${`--x\r\ncontent-disposition: form-data; name="email"\r\n\r\na\r\n`.repeat(40)}--x--\r\n`],
  ] as const)
    for (let i = 0; i < TIMES; i++)
      await ask(`${app.url}/sign-in`, { agent, method: 'POST', headers: { 'content-type': type, cookie }, body })
  agent.destroy()
  expect(await warnings()).toEqual([])
})

test('many requests over one connection before the first is answered', async () => {
  const socket = net.connect(app.port, '127.0.0.1')
  let answers = 0
  const all = new Promise<void>((resolve, reject) => {
    socket.setEncoding('latin1').on('data', (text: string) => {
      answers += text.match(/HTTP\/1\.1 \d{3}/g)?.length ?? 0
      if (answers >= TIMES) resolve()
    })
    socket.on('close', () => reject(new Error(`closed after ${answers} answers`)))
  })
  const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${app.port}\r\nCookie: ${cookie}\r\n\r\n`
  socket.write(
    ['/', '/healthz', '/nowhere', '/favicon.ico', '/livekit/rtc/v1/validate']
      .map(get)
      .join('')
      .repeat(TIMES / 5),
  )
  await all
  socket.destroy()
  expect(await warnings()).toEqual([])
})

test('many sign-ins of a socket over one connection, one after the other and at once', async () => {
  const line = new WebSocket(`${app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { headers: { cookie } })
  const heard: string[] = []
  line.on('message', (bytes) => heard.push(String(bytes)))
  // The server may be the one that closes it, and before we do.
  const closed = once(line, 'close')
  await once(line, 'open')
  for (let i = 1; i <= 40; i++) {
    line.send('40{}')
    await expect.poll(() => heard.filter((one) => one.startsWith('42["ready"')).length, patiently).toBe(i)
    line.send('41')
    // The server takes what follows for a second sign-in, unless it had a turn to let the first one go.
    line.ping()
    await Promise.race([once(line, 'pong'), closed])
  }
  for (let i = 0; i < TIMES; i++) line.send('40{}')
  const answers = () => heard.filter((one) => one.startsWith('40') || one.startsWith('44')).length
  await expect.poll(() => answers() > 40 || line.readyState !== WebSocket.OPEN, patiently).toBe(true)
  line.close()
  await closed
  expect(await warnings()).toEqual([])
}, 60_000)
