import http from 'node:http'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startLivekit } from '#tests/livekit.ts'
import { ask, type BuiltApp, sendRaw, signUp, startBuiltApp } from './built-app.ts'

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

const head = 'Host: palier.example\r\nConnection: close\r\n\r\n'
/** The line of a request is written after its answer. */
const patiently = { timeout: 10_000, interval: 50 }
const json = { 'content-type': 'application/json' }

describe('requests of a strange shape get an answer, and the app goes on', () => {
  test.each([
    ['a target of another host', `GET //evil.example/ HTTP/1.1\r\n${head}`, 400],
    ['an absolute target', `GET http://evil.example/ HTTP/1.1\r\n${head}`, 400],
    ['a target that is no path', `OPTIONS * HTTP/1.1\r\n${head}`, 400],
    ['a path with U+0000 in it', `GET /c/%00 HTTP/1.1\r\n${head}`, 400],
    ['a host that is none', 'GET /sign-in HTTP/1.1\r\nHost: a b"<c>\r\nConnection: close\r\n\r\n', 400],
    ['no host', 'GET /sign-in HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['TRACE', `TRACE / HTTP/1.1\r\n${head}`, 405],
    ['OPTIONS', `OPTIONS /sign-in HTTP/1.1\r\n${head}`, 405],
    ['DELETE', `DELETE /sign-in HTTP/1.1\r\n${head}`, 405],
    ['a method that nobody knows', `BREW /sign-in HTTP/1.1\r\n${head}`, 400],
    ['a path that does not decode', `GET /c/%E0%A4%A HTTP/1.1\r\n${head}`, [302, 400, 404]],
    ['a path that climbs', `GET /../../etc/passwd HTTP/1.1\r\n${head}`, [302, 404]],
    ['a path that climbs in code', `GET /assets/..%2f..%2fpackage.json HTTP/1.1\r\n${head}`, [302, 404]],
  ] as const)('%s', async (_, bytes, expected) => {
    const answer = await sendRaw(app.port, bytes)
    expect([expected].flat()).toContain(Number(answer.slice(9, 12)))
    expect((await ask(`${app.url}/healthz`)).status).toBe(200)
  })

  test('HEAD has the headers of GET and no body', async () => {
    const answer = await ask(`${app.url}/sign-in`, { method: 'HEAD' })
    expect(answer).toMatchObject({ status: 200, body: '' })
    expect(answer.headers['content-type']).toContain('text/html')
  })
})

describe('bodies', () => {
  const tooMuch = Buffer.alloc(12 * 1024 * 1024 + 1, 'x')

  test('one that says that it is too large is not read', async () => {
    const answer = await sendRaw(
      app.port,
      `POST /sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${tooMuch.length}\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })

  test('one that turns out too large in chunks gets the same answer', async () => {
    const start = `POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`
    const bytes = Buffer.concat([Buffer.from(`${start}${tooMuch.length.toString(16)}\r\n`), tooMuch])
    expect(await sendRaw(app.port, bytes)).toMatch(/^HTTP\/1\.1 413 /)
    expect(app.logLines().filter((line) => line['level'] === 50)).toEqual([])
  })

  test('small ones come whole, in one piece or in many, at once or late', async () => {
    const form = new URLSearchParams({ email: 'ana@demo.palier', password: 'a password of ten' }).toString()
    const start = 'POST /sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n'
    const inOne = `${start}Content-Length: ${form.length}\r\n\r\n${form}`
    const chunks = [...form].map((letter) => `1\r\n${letter}\r\n`).join('')
    const inMany = `${start}Transfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`
    for (const bytes of [inOne, inMany]) expect(await sendRaw(app.port, bytes)).toMatch(/^HTTP\/1\.1 302 /)
    const late = http.request(`${app.url}/sign-in`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    const answered = new Promise<number | undefined>((resolve) => late.on('response', (response) => resolve(response.resume().statusCode)))
    late.write(form.slice(0, 10))
    // The rest only once the server is at work on another request, so certainly after the first part.
    await ask(`${app.url}/sign-in`)
    late.end(form.slice(10))
    expect(await answered).toBe(302)
  })

  test('one that breaks off changes nothing', async () => {
    const request = http.request(`${app.url}/sign-up`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '500' },
    })
    const gone = new Promise((resolve) => request.on('error', resolve))
    request.write('name=Ben&email=ben%40demo.palier&password=a+password+of+ten')
    await ask(`${app.url}/sign-in`)
    request.destroy(new Error('gone'))
    await gone
    await vi.waitFor(() => expect(app.logLines().filter((line) => line.path === '/sign-up')).toHaveLength(2), patiently)
    expect((await ask(`${app.url}/healthz`)).status).toBe(200)
    expect(app.logLines().filter((line) => line['level'] === 50)).toEqual([])
  })

  test('one that is not asked for does not spoil the next request on its connection', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const lost = await ask(`${app.url}/nowhere`, {
      method: 'POST',
      headers: { ...json, cookie },
      body: Buffer.alloc(1_000_000, 'x'),
      agent,
    })
    expect(lost.status).toBeGreaterThanOrEqual(400)
    expect((await ask(`${app.url}/sign-in`, { agent })).status).toBe(200)
    agent.destroy()
  })
})

describe('the log', () => {
  test('has each request on one line, with the id that its answer carries', async () => {
    const headers = { cookie, 'x-request-id': 'mine"} {"level":60' }
    const answer = await ask(`${app.url}/communities?q=private`, { headers })
    const id = answer.headers['x-request-id']
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    const lines = await vi.waitFor(() => {
      const found = app.logLines().filter((line) => line.requestId === id)
      expect(found).toHaveLength(1)
      return found
    }, patiently)
    expect(lines[0]).toMatchObject({ msg: 'request', method: 'GET', path: '/communities', status: 200, ms: expect.any(Number) })
    expect(JSON.stringify(app.logLines())).not.toMatch(/private|mine/)
  })

  test('never has the secret of a link', async () => {
    await ask(`${app.url}/reset-password/very-secret-token`)
    await ask(`${app.url}/invite/very-secret-token`)
    await ask(`${app.url}/invite/very-secret-token.data`)
    await vi.waitFor(() => expect(app.logLines().filter((line) => line.path === '/invite/…')).toHaveLength(2), patiently)
    expect(JSON.stringify(app.logLines())).not.toContain('very-secret-token')
  })
})

describe('metrics', () => {
  test('are on a port of their own, and not on the app’s', async () => {
    const { status, body } = await ask(`http://127.0.0.1:${app.metricsPort}/metrics`)
    expect(status).toBe(200)
    expect(body).toMatch(/^palier_http_request_seconds_count\{method="GET",status="2xx"\} \d+$/m)
    expect(body).toMatch(/^palier_sockets 0$/m)
    expect((await ask(`${app.url}/metrics`)).status).not.toBe(200)
  })

  test('are gone without harm where their port is taken', async () => {
    const second = await startBuiltApp({ METRICS_PORT: String(app.metricsPort) })
    expect(second.logLines().find((line) => line.msg.startsWith('metrics are not served'))).toMatchObject({ level: 40 })
    expect((await ask(`${second.url}/healthz`)).status).toBe(200)
    expect(await second.stop()).toBe(0)
  })
})

test('a port that is taken is a sentence', async () => {
  await expect(startBuiltApp({ PORT: String(app.port) })).rejects.toThrow(`Port ${app.port} is taken`)
})
