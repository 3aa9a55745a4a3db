import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLivekit } from '#tests/livekit.ts'
import { ask, type BuiltApp, sendRaw, signUp, startBuiltApp } from '#tests/operations/built-app.ts'
import { listRoutes } from './list-routes.ts'

const livekit = await startLivekit()
let app: BuiltApp
let cookie: string
const routes = await listRoutes()

beforeAll(async () => {
  app = await startBuiltApp()
  cookie = await signUp(app.url, 'ana@demo.palier')
}, 300_000)
afterAll(async () => {
  await app?.stop()
  await livekit.stop()
})

const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'
const UPLOAD = 'multipart/form-data; boundary=b'
const post = (path: string, type: string | undefined, body: string, more: Record<string, string> = {}) =>
  ask(app.url + path, { method: 'POST', headers: { ...(type !== undefined && { 'content-type': type }), ...more }, body })
const part = (name: string, value: string, file = false) =>
  `--b\r\ncontent-disposition: form-data; name="${name}"${file ? '; filename="f"\r\ncontent-type: text/plain' : ''}\r\n\r\n${value}\r\n`
const many = (count: number, one: (i: number) => string) => Array.from({ length: count }, (_, i) => one(i))

describe('what is more than a door takes is refused, however it is written', () => {
  test.each([
    ['fields', FORM, many(3_000, (i) => `k${i}=`).join('&')],
    ['letters in a form', FORM, `email=${'x'.repeat(33_000)}`],
    ['names in JSON', JSON_TYPE, JSON.stringify(Object.fromEntries(many(1_800, (i) => `k${i}`).map((key) => [key, 1]))).padEnd(40_000)],
    ['values in JSON', JSON_TYPE, `{"email":[${many(6_000, () => '1').join()}]}`],
    ['depth in JSON', JSON_TYPE, `{"email":${'['.repeat(9_000)}${']'.repeat(9_000)}}`],
    ['parts', UPLOAD, `${many(300, (i) => part(`k${i}`, '')).join('')}--b--\r\n`],
    ['files', UPLOAD, `${many(200, () => part('photo', 'x', true)).join('')}--b--\r\n`],
    ['one file where none belongs', UPLOAD, `${part('photo', 'x', true)}--b--\r\n`],
  ])('%s', async (_, type, body) => {
    expect((await post('/sign-in.data?_routes=routes%2Fpeople%2Fsign-in', type, body)).status).toBe(413)
  })

  test('before it comes where it says how large it is; else as soon as it is too large', async () => {
    const head = `POST /sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: ${FORM}\r\n`
    // Neither body comes to its end: an app that waits for it never answers.
    expect(await sendRaw(app.port, `${head}Content-Length: 40000\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /)
    const chunk = `3e8\r\n${'x'.repeat(1_000)}\r\n`
    expect(await sendRaw(app.port, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(40)}`)).toMatch(/^HTTP\/1\.1 413 /)
  })

  test('and in the words of a reader, with the status, where a script asks', async () => {
    const answer = await post('/threads', JSON_TYPE, JSON.stringify({ markdown: 'x'.repeat(300_000) }), { cookie })
    expect(answer).toMatchObject({ status: 413, body: expect.stringContaining('"body.tooLarge"') })
  })

  test('a picture that is too large is told beside the picture, and the answer gets through', async () => {
    const file = `${part('intent', 'photo')}${part('photo', 'x'.repeat(15 * 1024 * 1024), true)}--b--\r\n`
    const answer = await post('/me', UPLOAD, file, { cookie })
    expect(answer).toMatchObject({ status: 413, body: expect.stringContaining('10 MB at most') })
  })
})

describe('what cannot be read is no mistake of ours', () => {
  test.each([
    ['text', 'text/plain', 'email=ana', 415],
    ['XML', 'application/xml', '<email/>', 415],
    ['nothing that is said', undefined, 'email=ana', 415],
    ['no type of anything', 'ü;;;=', 'email=ana', 415],
    ['multipart without a boundary', 'multipart/form-data', 'x', 400],
    ['multipart that breaks off', UPLOAD, part('email', 'ana').slice(0, -10), 400],
    ['multipart with another boundary', UPLOAD, '--c\r\n\r\n', 400],
    ['JSON that breaks off', JSON_TYPE, '{"email":', 400],
    ['JSON that is a list', JSON_TYPE, '[1]', 400],
    ['JSON that is null', JSON_TYPE, 'null', 400],
    ['a body that is empty', JSON_TYPE, '', 400],
  ])('%s', async (_, type, body, status) => {
    expect((await post('/threads', type, body, { cookie })).status).toBe(status)
    expect((await post('/sign-in', type, body)).status).toBe(status)
  })

  test.each([{ toString: 1 }, [['add']], null, '__proto__'])('an intent that is %j is none', async (intent) => {
    const nobody = '019a0000-0000-7000-8000-000000000000'
    const paths = routes.filter(({ hasAction }) => hasAction).map(({ fill }) => fill(() => nobody))
    for (const path of paths) {
      const answer = await post(path, JSON_TYPE, JSON.stringify({ intent, change: intent, to: intent, language: intent }), { cookie })
      expect([path, answer.status]).toEqual([path, expect.toSatisfy((status: number) => status < 500)])
      // Signing out is one of them.
      if (path === '/sign-out') cookie = await signIn()
    }
  })
})

async function signIn(): Promise<string> {
  const answer = await post('/sign-in', FORM, new URLSearchParams({ email: 'ana@demo.palier', password: 'a password of ten' }).toString())
  return answer.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? ''
}

test('nobody who is not signed in has a body read: the answer comes before it', async () => {
  const paths = routes.filter(({ hasAction }) => hasAction).map(({ fill }) => fill(() => '019a0000-0000-7000-8000-000000000000'))
  expect(paths.length).toBeGreaterThan(30)
  for (const path of paths) {
    // The body never comes: an app that waits for it never answers.
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: ${JSON_TYPE}\r\nContent-Length: 11000000\r\n\r\n`
    expect([path, (await sendRaw(app.port, head)).slice(9, 12)]).toEqual([path, expect.stringMatching(/^(30[23]|401|413)$/)])
  }
})

const NO_IDS = ['none', '%', "é'", '__proto__', '\\', 'x'.repeat(3_000)]

test.each(NO_IDS)('an address with %s where an id belongs is never a mistake of ours', async (value) => {
  for (const { fill } of routes) {
    const path = fill(() => value)
    for (const [method, address] of [
      ['GET', path],
      ['GET', `${path}.data`],
      ['POST', path],
    ] as const) {
      const body = method === 'POST' ? JSON.stringify({ intent: 'edit', roomId: value, communityId: value, sessionId: value }) : ''
      const answer = await ask(app.url + address, { method, headers: { cookie, ...(body && { 'content-type': JSON_TYPE }) }, body })
      expect([method, address, answer.status]).toEqual([method, address, expect.toSatisfy((status: number) => status < 500)])
      if (address === '/sign-out') cookie = await signIn()
    }
  }
})

describe('what is no address', () => {
  test.each([
    ['a port that no machine has', 'GET /sign-in HTTP/1.1\r\nHost: a:99999', 400],
    ['a target that the URL parser refuses', 'GET /\\[ HTTP/1.1\r\nHost: a', 400],
    ['a target that leads to another site', 'GET /\\evil.example/ HTTP/1.1\r\nHost: a', 400],
    ['a backslash where it is a letter', 'GET /sign-in?to=\\ HTTP/1.1\r\nHost: a', 200],
  ])('%s', async (_, start, status) => {
    expect(Number((await sendRaw(app.port, `${start}\r\nConnection: close\r\n\r\n`)).slice(9, 12))).toBe(status)
  })

  test.each([
    ['/é€', '/%C3%A9%E2%82%AC'],
    ['/a?b=€#ü', '/a?b=%E2%82%AC#%C3%BC'],
    ['/.//evil.example', '/'],
    ['/a/..//evil.example', '/'],
    ['/\ud800', '/%EF%BF%BD'],
  ])('the way back %j is %s', async (to, location) => {
    const answer = await post('/sign-in', JSON_TYPE, JSON.stringify({ email: 'ana@demo.palier', password: 'a password of ten', to }))
    expect(answer).toMatchObject({ status: 302, headers: { location } })
    expect((await post('/language', JSON_TYPE, JSON.stringify({ to }))).headers.location).toBe(location)
  })
})

test('a page’s data is asked for by GET and POST alone, and changed from its own page', async () => {
  const headers = { origin: 'http://evil.example', 'sec-fetch-site': 'same-origin', 'content-type': JSON_TYPE }
  expect((await ask(`${app.url}/sign-in.data`, { method: 'HEAD', headers })).status).toBe(405)
  expect((await ask(`${app.url}/sign-in.data`, { method: 'POST', headers, body: '{}' })).status).toBe(403)
})

test.each(['http://a:99999', 'http://[', '', 'palier'])('an origin that is %j is none', async (origin) => {
  for (const [method, path] of [
    ['HEAD', '/sign-in.data'],
    ['GET', '/'],
    ['POST', '/sign-in.data'],
  ] as const) {
    const headers = { origin, 'sec-fetch-site': 'same-origin', 'content-type': JSON_TYPE }
    expect((await ask(app.url + path, { method, headers, ...(method === 'POST' && { body: '{}' }) })).status).toBe(400)
  }
})

test.each(['bytes=5-2', 'bytes=-5', 'bytes=0-0', 'bytes=9999999-', 'bytes=a-b', 'bytes=', 'lines=1-2'])(
  'a file of the build is always whole, also where %s is wanted',
  async (range) => {
    const whole = await ask(`${app.url}/icon.svg`)
    const answer = await ask(`${app.url}/icon.svg`, { headers: { range } })
    expect(answer).toMatchObject({ status: 200, body: whole.body, headers: { 'content-length': whole.headers['content-length'] } })
  },
)

test.each(['0000-01-01', '0000-12-31', '10000-01-01', '2026-02-30', '-000001-01-01'])('a day that is %s is none', async (dueOn) => {
  const at = `${dueOn}T00:00:00Z`
  const posts = [
    ['/actions/api', { intent: 'edit', actionId: '019a0000-0000-7000-8000-000000000000', dueOn }],
    ['/inbox/api', { change: 'allDone', until: at }],
    ['/inbox/api', { change: 'allDone', undo: at }],
    ['/inbox/api', { change: 'read', matters: [{ id: '019a0000-0000-7000-8000-000000000000', happenedAt: at }] }],
  ] as const
  for (const [path, fields] of posts) {
    expect((await post(path, JSON_TYPE, JSON.stringify(fields), { cookie })).status).toBeOneOf([400, 404])
  }
})

test('none of all this was taken for a mistake of ours', () => {
  expect(app.logLines().filter((line) => line['level'] === 50)).toEqual([])
  expect(app.complaints()).toBe('')
})
