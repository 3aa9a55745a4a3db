import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { runInNewContext } from 'node:vm'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLivekit } from '#tests/livekit.ts'
import { ask, type BuiltApp, signUp, startBuiltApp } from '#tests/operations/built-app.ts'

// A page of Ana's in a browser in which Ben has signed in meanwhile: what it sends says that it is Ana's, and is refused.

const ROOT = path.resolve(import.meta.dirname, '../..')
const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const livekit = await startLivekit()
const { db } = await import('#platform/db.server.ts')
let app: BuiltApp
let cookie: string
let anaId: string
let communityId: string
let roomId: string

beforeAll(async () => {
  app = await startBuiltApp()
  await signUp(app.url, 'ana@demo.palier')
  await db.workspace.updateMany({ data: { signUpPolicy: 'open' } })
  cookie = await signUp(app.url, 'ben@demo.palier')
  const memberIds = await Promise.all(
    ['ana', 'ben'].map(async (name) => (await db.member.findUniqueOrThrow({ where: { email: `${name}@demo.palier` } })).id),
  )
  anaId = memberIds[0] ?? ''
  const community = await db.community.create({
    data: {
      slug: 'design',
      name: 'Design',
      visibility: 'open',
      startingPoint: 'team',
      memberCount: 2,
      memberships: { create: memberIds.map((memberId) => ({ memberId, role: 'owner' as const })) },
      rooms: { create: { slug: 'main', name: 'Main', position: 0 } },
    },
    include: { rooms: true },
  })
  communityId = community.id
  roomId = community.rooms[0]?.id ?? ''
}, 300_000)
afterAll(async () => {
  await app?.stop()
  await livekit.stop()
})

const post = (where: string, body: object, headers = {}) =>
  ask(`${app.url}${where}`, { method: 'POST', headers: { ...json, cookie, ...headers }, body: JSON.stringify(body) })
const asAna = () => ({ 'palier-account': anaId })

test('a post, a ticket and a matter of the inbox go nowhere, and the answer says who is signed in', async () => {
  const thread = { communityId, clientId: randomUUID(), markdown: 'Typed by Ana' }
  for (const answer of [
    await post('/threads', thread, asAna()),
    await post(`/rooms/${roomId}/ticket`, {}, asAna()),
    await post('/inbox/api', { change: 'allDone' }, asAna()),
  ]) {
    expect(answer.status).toBe(409)
    expect(answer.headers['palier-account']).toBe('refused')
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, code: 'signIn.changed', details: { name: 'Ana' } })
  }
  expect(await db.thread.count()).toBe(0)
  expect(await db.session.count()).toBe(0)
  expect((await post('/threads', thread)).status).toBe(200)
})

test('a form that is posted before any script came says it in a field, and what was typed comes back', async () => {
  const before = await db.member.findUniqueOrThrow({ where: { email: 'ben@demo.palier' } })
  const body = new URLSearchParams({ 'palier-account': anaId, name: 'Ana the First', language: 'en', timeZone: 'UTC', intent: 'save' })
  const answer = await ask(`${app.url}/me`, { method: 'POST', headers: { ...form, cookie }, body: body.toString() })
  expect(answer.status).toBe(409)
  expect(answer.body).toContain('Ana the First')
  expect(await db.member.findUniqueOrThrow({ where: { email: 'ben@demo.palier' } })).toEqual(before)
})

test('data is not read into the page of somebody else, and a new document is whoever’s is signed in', async () => {
  for (const where of ['/inbox.data', '/me.data', '/feed', '/_root.data']) {
    expect((await ask(`${app.url}${where}`, { headers: { cookie, ...asAna() } })).status, where).toBe(409)
  }
  expect((await ask(`${app.url}/me`, { headers: { cookie } })).status).toBe(200)
})

test('signing out on Ana’s page signs Ben out of nothing', async () => {
  const body = new URLSearchParams({ 'palier-account': anaId }).toString()
  const answer = await ask(`${app.url}/sign-out`, { method: 'POST', headers: { ...form, cookie }, body })
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect((await ask(`${app.url}/me`, { headers: { cookie } })).status).toBe(200)
})

test('a socket of Ana’s page is refused with the name of who is signed in', async () => {
  const socket = io(app.url, { transports: ['websocket'], reconnection: false, extraHeaders: { cookie }, auth: { account: anaId } })
  const [error] = (await once(socket as unknown as NodeJS.EventEmitter, 'connect_error')) as [Error & { data: unknown }]
  expect([error.message, error.data]).toEqual(['signIn.changed', { name: 'Ana' }])
  socket.disconnect()
})

test('where nobody is signed in any more, an open page is told so, and a new document is sent to the door', async () => {
  const gone = { cookie: 'palier=nobody' }
  const answer = await ask(`${app.url}/me.data`, { headers: { ...gone, ...asAna() } })
  expect([answer.status, answer.headers['palier-account']]).toEqual([401, 'refused'])
  const sent = await post('/threads', { communityId, clientId: randomUUID(), markdown: 'Typed by Ana' }, { ...gone, ...asAna() })
  expect([sent.status, JSON.parse(sent.body).code]).toEqual([401, 'signIn.required'])
  expect((await ask(`${app.url}/me`, { headers: gone })).headers.location).toBe('/sign-in?to=%2Fme')
})

test('a language is chosen for whoever’s page it is chosen on: for nobody else, and on a door that is nobody’s for no member', async () => {
  const languageOfBen = async () => (await db.member.findUniqueOrThrow({ where: { email: 'ben@demo.palier' } })).language
  const before = await languageOfBen()
  const other = before === 'fr' ? 'en' : 'fr'
  expect((await post('/language', { language: other, to: '/', 'palier-account': anaId })).status).toBe(409)
  const atTheDoor = await post('/language', { language: other, to: '/sign-in' })
  expect([atTheDoor.status, String(atTheDoor.headers['set-cookie'])]).toEqual([302, expect.stringContaining(`=${other};`)])
  expect(await languageOfBen()).toBe(before)
  const { id } = await db.member.findUniqueOrThrow({ where: { email: 'ben@demo.palier' } })
  expect((await post('/language', { language: other, to: '/', 'palier-account': id })).status).toBe(302)
  expect(await languageOfBen()).toBe(other)
})

test('a browser’s new address for notices is told for whoever turned them on, and for nobody else who is signed in', async () => {
  const told: [string, RequestInit][] = []
  const listeners: Record<string, (event: object) => void> = {}
  const subscription = {
    endpoint: 'https://push.example/new',
    keys: { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) },
    toJSON() {
      return { endpoint: this.endpoint, keys: this.keys }
    },
  }
  const self = {
    location: { href: `${app.url}/sw.js?account=${anaId}`, origin: app.url },
    addEventListener: (name: string, listener: (event: object) => void) => {
      listeners[name] = listener
    },
  }
  const source = readFileSync(path.join(ROOT, 'public/sw.js'), 'utf8')
  runInNewContext(source, { self, URL, fetch: async (where: string, init: RequestInit) => void told.push([where, init]) })
  const waiting: Promise<unknown>[] = []
  const waitUntil = (work: Promise<unknown>) => void waiting.push(work)
  listeners['pushsubscriptionchange']?.({ newSubscription: subscription, waitUntil })
  await Promise.all(waiting)
  const [where, init] = told[0] ?? ['', {}]
  const headers = { cookie, ...(init.headers as Record<string, string>) }
  const answer = await ask(`${app.url}${where}`, { method: 'POST', headers, body: String(init.body) })
  expect([answer.status, answer.body]).toEqual([409, expect.stringContaining('signIn.changed')])
  expect(await db.pushSubscription.count()).toBe(0)
})

test('every form that is posted says whose page it stands on: none is Remix’s own', () => {
  const files = readdirSync(path.join(ROOT, 'app'), { recursive: true, encoding: 'utf8' })
  const forms = files.filter((file) => file.endsWith('.tsx') && file !== path.join('ui', 'kit', 'form.tsx'))
  const forgetful = forms.filter((file) => {
    const source = readFileSync(path.join(ROOT, 'app', file), 'utf8')
    const fromRemix = /import \{([^}]*)\} from '@remix-run\/react'/.exec(source)?.[1] ?? ''
    return /\bForm\b/.test(fromRemix) || /<\w+\.Form\b/.test(source) || /<form[^>]*method=/.test(source)
  })
  expect(forms.length).toBeGreaterThan(50)
  expect(forgetful).toEqual([])
})
