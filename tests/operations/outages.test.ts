import net from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startLivekit } from '#tests/livekit.ts'
import { ask, type BuiltApp, startBuiltApp } from './built-app.ts'

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

test('not ready while the database is down; pages say so with the id of their request; ready again after', async () => {
  database.shut()
  await vi.waitFor(async () => expect(await readiness()).toEqual({ status: 503, database: false, livekit: true }), patiently)
  expect((await ask(`${app.url}/healthz`)).status).toBe(200)
  const page = await ask(`${app.url}/sign-in`)
  expect(page.status).toBe(500)
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  const id = String(page.headers['x-request-id'])
  expect(page.body.replaceAll('<!-- -->', '')).toContain(id)
  expect(page.body).not.toMatch(/ECONNREFUSED|prisma|postgres/i)
  expect(app.logLines().find((line) => line.requestId === id && line.msg === 'request failed')).toMatchObject({ level: 50 })
  await database.open()
  await vi.waitFor(async () => expect(await readiness()).toMatchObject({ status: 200 }), patiently)
  expect((await ask(`${app.url}/sign-up`)).status).toBe(200)
  expect(app.complaints()).toBe('')
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
