import net from 'node:net'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startLivekit } from '#tests/livekit.ts'
import { ask, type BuiltApp, signUp, startBuiltApp } from './built-app.ts'

const livekit = await startLivekit()
const patiently = { timeout: 15_000, interval: 100 }
let app: BuiltApp
let database: Awaited<ReturnType<typeof openGate>>

beforeAll(async () => {
  database = await openGate(new URL(process.env['DATABASE_URL'] ?? ''))
  app = await startBuiltApp({ DATABASE_URL: database.url })
}, 300_000)
afterAll(async () => {
  await app?.stop()
  await database?.close()
  await livekit.stop()
})

const readiness = async () => {
  const { status, body } = await ask(`${app.url}/readyz`)
  return { status, ...(JSON.parse(body) as { database: boolean; livekit: boolean }) }
}

test('ready while the database and LiveKit answer', async () => {
  await vi.waitFor(async () => expect(await readiness()).toEqual({ status: 200, database: true, livekit: true }), patiently)
})

test('not ready while LiveKit is down, and ready again after', async () => {
  await livekit.kill()
  await vi.waitFor(async () => expect(await readiness()).toEqual({ status: 503, database: true, livekit: false }), patiently)
  expect((await ask(`${app.url}/healthz`)).status).toBe(200)
  await livekit.restart()
  await vi.waitFor(async () => expect(await readiness()).toMatchObject({ status: 200 }), patiently)
})

test('not ready while the database is down; pages and resources say that it passes, in the reader’s language; ready again after', async () => {
  database.shut()
  await vi.waitFor(async () => expect(await readiness()).toEqual({ status: 503, database: false, livekit: true }), patiently)
  expect((await ask(`${app.url}/healthz`)).status).toBe(200)
  const cookie = `palier=${'x'.repeat(43)}`
  const page = await ask(`${app.url}/sign-in`, { headers: { 'accept-language': 'fr' } })
  expect(page).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(page.body).toContain('Palier n’accède plus à ses données')
  expect(page.body).not.toMatch(/ECONNREFUSED|prisma|postgres/i)
  const id = String(page.headers['x-request-id'])
  expect(app.logLines().find((line) => line.requestId === id && line.msg === 'the database is away')).toMatchObject({ level: 40 })
  for (const path of ['/', '/me', '/nowhere', '/threads/019a0000-0000-7000-8000-000000000000']) {
    const english = await ask(app.url + path, { headers: { cookie } })
    expect(english).toMatchObject({ status: 503, body: expect.stringContaining('Palier cannot reach its data right now') })
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = 'email=ana%40demo.palier&password=a+password+of+ten'
  // Asked by a script, which keeps its page and what was typed into it.
  const typed = await ask(`${app.url}/sign-in.data?_routes=routes%2Fpeople%2Fsign-in`, { method: 'POST', headers: form, body })
  expect(typed).toMatchObject({ status: 503, body: expect.stringContaining('database.unavailable') })
  for (const [path, method] of [
    ['/threads', 'POST'],
    ['/inbox/api', 'GET'],
    ['/recordings/019a0000-0000-7000-8000-000000000000/media/film', 'GET'],
  ] as const) {
    const resource = await ask(app.url + path, { method, headers: { cookie, ...(method === 'POST' && form) } })
    expect([path, resource]).toMatchObject([
      path,
      // Remix shows no words of ours where a resource that is no JSON fails: its status has to do.
      {
        status: 503,
        headers: { 'retry-after': '5' },
        body: path.endsWith('film') ? expect.any(String) : expect.stringContaining('database.unavailable'),
      },
    ])
  }
  expect(app.logLines().filter((line) => line['level'] === 50 && line.requestId)).toEqual([])
  await database.open()
  await vi.waitFor(async () => expect(await readiness()).toMatchObject({ status: 200 }), patiently)
  expect((await ask(`${app.url}/sign-up`)).status).toBe(200)
  expect(app.complaints()).toBe('')
})

test('a socket that connects while the database is down is not told that nobody is signed in, and is let in once it is back', async () => {
  const cookie = await signUp(app.url, 'ana@demo.palier')
  const connect = () => {
    const socket = io(app.url, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: { cookie } })
    return new Promise<string>((resolve) => {
      socket.once('ready', () => resolve('ready'))
      socket.once('connect_error', (error) => resolve(error.message))
    }).finally(() => socket.disconnect())
  }
  expect(await connect()).toBe('ready')
  database.shut()
  expect(await connect()).toBe('unexpected')
  await database.open()
  await vi.waitFor(async () => expect(await connect()).toBe('ready'), patiently)
})

/** A way to the database that can be shut, with everybody on it, as an outage would. */
async function openGate(target: URL) {
  const open = new Set<net.Socket>()
  const makeServer = () =>
    net.createServer((from) => {
      const to = net.connect(Number(target.port), target.hostname)
      for (const [one, other] of [
        [from, to],
        [to, from],
      ] as const) {
        open.add(one)
        one.on('error', () => {})
        one.on('close', () => {
          open.delete(one)
          other.destroy()
        })
        one.pipe(other)
      }
    })
  let server = makeServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  const url = new URL(target)
  url.host = `127.0.0.1:${port}`
  const shut = () => {
    server.close()
    for (const socket of open) socket.destroy()
  }
  return {
    url: url.href,
    shut,
    open: async () => {
      server = makeServer()
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    },
    close: async () => shut(),
  }
}
