import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLivekit } from '#tests/livekit.ts'
import { ask, type BuiltApp, startBuiltApp } from '#tests/operations/built-app.ts'

const livekit = await startLivekit()
let app: BuiltApp
let token: string
const FORM = { 'content-type': 'application/x-www-form-urlencoded', host: 'palier.example' }
const credentials = { email: 'ana@demo.palier', password: 'a password of ten' }
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(app.url + path, { method: 'POST', headers: { ...FORM, ...headers }, body: new URLSearchParams(fields).toString() })

beforeAll(async () => {
  app = await startBuiltApp({ PUBLIC_URL: 'https://palier.example' })
  const { headers } = await post('/sign-up', { ...credentials, name: 'Ana', workspaceName: 'Demo' })
  token = /__Host-palier=([\w-]{43});/.exec(headers['set-cookie']?.join() ?? '')?.[1] ?? ''
}, 300_000)
afterAll(async () => {
  await app?.stop()
  await livekit.stop()
})

const NEW = /^__Host-palier=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax; Secure$/
const OLD_GONE = /^palier=; Max-Age=0; Path=\//
const cookiesOf = async (cookie: string, path = '/me') => {
  const { status, headers } = await ask(app.url + path, { headers: { cookie, host: 'palier.example' } })
  return { status, set: headers['set-cookie'] ?? [] }
}

test('a sign-in is bound to this very host', async () => {
  const { headers } = await post('/sign-in', credentials)
  expect(headers['set-cookie']).toContainEqual(expect.stringMatching(NEW))
  // Whatever else is kept by the browser is bound in the same way.
  expect(headers['set-cookie']).toEqual(headers['set-cookie']?.map(() => expect.stringMatching(/^__Host-.*; Secure$/)))
})

test('a sign-in from before keeps working, and moves to the name that is bound', async () => {
  expect(await cookiesOf(`palier=${token}`)).toEqual({ status: 200, set: [expect.stringMatching(NEW), expect.stringMatching(OLD_GONE)] })
  expect(await cookiesOf(`__Host-palier=${token}`)).toEqual({ status: 200, set: [] })
})

test('one that a sister site put in under the old name counts for nothing beside the bound one', async () => {
  const { status, set } = await cookiesOf(`palier=${'x'.repeat(43)}; __Host-palier=${token}`)
  expect({ status, set }).toEqual({ status: 200, set: [expect.stringMatching(OLD_GONE)] })
})

test('signing out leaves neither', async () => {
  const { headers: signedIn } = await post('/sign-in', credentials)
  const own = /palier=[\w-]{43}/.exec(signedIn['set-cookie']?.join() ?? '')?.[0] ?? ''
  const { headers } = await post('/sign-out', {}, { cookie: own })
  expect(headers['set-cookie']?.at(-1)).toMatch(/^__Host-palier=; Max-Age=0; /)
  expect(headers['set-cookie']).toContainEqual(expect.stringMatching(OLD_GONE))
})

test.each([
  ['https://palier.example', 302],
  ['http://palier.example', 403],
  ['https://palier.example:444', 403],
  ['null', 403],
])('a browser that only sends Origin: %s', async (origin, status) => {
  expect((await post('/sign-in', credentials, { origin })).status).toBe(status)
})
