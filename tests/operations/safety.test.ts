import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const credentials = (more: Record<string, string> = {}) =>
  new URLSearchParams({ email: 'ana@demo.palier', password: 'a password of ten', ...more }).toString()

test.each(['/', '/communities', '/sign-in', '/nowhere', '/c/nowhere', '/threads/none', `/sessions/${randomUUID()}`, '/me/security'])(
  'every script of %s has the nonce of its own policy',
  async (path) => {
    const [first, second] = [await ask(app.url + path, { headers: { cookie } }), await ask(app.url + path, { headers: { cookie } })]
    const nonceOf = (answer: typeof first) =>
      /script-src 'self' 'nonce-([^']+)'/.exec(String(answer.headers['content-security-policy']))?.[1]
    const nonce = nonceOf(first)
    expect(nonce).toBeTruthy()
    expect(nonceOf(second)).not.toBe(nonce)
    const inline = [...first.body.matchAll(/<script\b(?![^>]*\bsrc=)([^>]*)>/g)].map((match) => match[1])
    for (const attributes of inline) expect(attributes).toContain(`nonce="${nonce}"`)
    expect(first.body).not.toMatch(/\son[a-z]+="/i)
  },
)

describe('signing in', () => {
  test('sets a cookie that scripts cannot read and other sites cannot use', async () => {
    const { status, headers } = await ask(`${app.url}/sign-in`, { method: 'POST', headers: form, body: credentials() })
    expect(status).toBe(302)
    expect(headers['set-cookie']?.[0]).toMatch(/^palier=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '\\/evil.example', '/\t/evil.example'])(
    'never leads to %s',
    async (to) => {
      const { headers } = await ask(`${app.url}/sign-in`, { method: 'POST', headers: form, body: credentials({ to }) })
      expect(new URL(headers.location ?? '', app.url).origin).toBe(app.url)
    },
  )
})

const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

test.each(['/sign-in', '/sign-up', '/sign-out', '/threads', '/language', '/me', '/communities/new', '/nowhere'])(
  'a form of another site cannot be sent to %s',
  async (path) => {
    const body = credentials()
    for (const headers of [foreign, { origin: foreign.origin }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      expect((await ask(app.url + path, { method: 'POST', headers: { ...form, cookie, ...headers }, body })).status).toBe(403)
    }
  },
)

test.each(['/socket.io/?EIO=4&transport=websocket', '/livekit/rtc/v1?access_token=x'])(
  'a page of another site opens no socket at %s',
  async (path) => {
    const answer = await sendRaw(
      app.port,
      [
        `GET ${path} HTTP/1.1`,
        `Host: 127.0.0.1:${app.port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        `Cookie: ${cookie}`,
        'Origin: https://evil.example',
        '\r\n',
      ].join('\r\n'),
    )
    expect(answer).toMatch(/^HTTP\/1\.1 (400|403) /)
  },
)

test('photos are for members', async () => {
  const photo = `${app.url}/photos/photos/${randomUUID()}.webp`
  expect((await ask(photo)).status).toBe(401)
  expect((await ask(photo, { headers: { cookie } })).status).toBe(404)
})

test('a webhook that LiveKit did not sign is refused', async () => {
  const webhook = { method: 'POST', body: '{"event":"room_finished","id":"x"}' }
  const type = { 'content-type': 'application/webhook+json' }
  expect((await ask(`${app.url}/webhooks/livekit`, { ...webhook, headers: type })).status).toBe(401)
  expect(
    (await ask(`${app.url}/webhooks/livekit`, { ...webhook, headers: { ...type, authorization: 'eyJhbGciOiJub25lIn0.e30.' } })).status,
  ).toBe(401)
})

test('a ticket into a call lasts ten minutes at most and lets into that one room, as a person', async () => {
  const { mintJoinToken } = await import('#rooms/livekit/mint-join-token.server.ts')
  const token = await mintJoinToken('a-session', { id: 'ana', name: 'Ana', photoKey: null })
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  expect(claims.exp - Math.floor(Date.now() / 1000)).toBeLessThanOrEqual(600)
  expect(claims).toMatchObject({ sub: 'ana', video: { room: 'a-session', roomJoin: true } })
  for (const grant of ['roomAdmin', 'roomCreate', 'roomList', 'roomRecord', 'hidden', 'ingressAdmin', 'canUpdateOwnMetadata']) {
    expect(claims.video[grant] ?? false).toBe(false)
  }
})
