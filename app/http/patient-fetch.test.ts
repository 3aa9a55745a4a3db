import { beforeEach, expect, test, vi } from 'vitest'
import { createPatientFetch, reach, WAITED_FOR } from './patient-fetch.ts'

const PAGE = new URL('https://palier.example/inbox.data')
const page = () => new Response('{}', { headers: { 'X-Remix-Response': 'yes' } })
const away = () => new Response('Bad gateway', { status: 502 })
const lost = () => Promise.reject(new TypeError('Failed to fetch'))

let answers: (() => Response | Promise<Response>)[] = []
let asked: unknown[] = []
const pauses: number[] = []
let lettings = 0
const patient = createPatientFetch(
  async (input) => {
    asked.push(input)
    const answer = answers.shift()
    if (!answer) throw new Error('asked more often than expected')
    return answer()
  },
  async (ms, signal) => {
    pauses.push(ms)
    signal?.throwIfAborted()
  },
  async () => {
    lettings++
  },
)
beforeEach(() => {
  answers = []
  asked = []
  pauses.length = 0
  lettings = 0
  vi.stubGlobal('navigator', { onLine: true })
  vi.stubGlobal('location', { href: 'https://palier.example/' })
  return () => vi.unstubAllGlobals()
})

test('a page is asked for until the server is back, ever less often, and meanwhile it is told that it is away', async () => {
  answers = [lost, away, lost, lost, lost, lost, page]
  const told: boolean[] = []
  const forget = reach.subscribe(() => told.push(reach.isReached()))
  expect(await (await patient(PAGE)).json()).toEqual({})
  forget()
  expect(asked).toHaveLength(7)
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000])
  expect(told).toEqual([false, true])
})

test('whether the server is there can be waited for', async () => {
  answers = [lost, away, () => new Response('ok')]
  expect((await patient(WAITED_FOR)).ok).toBe(true)
  expect(asked).toEqual([WAITED_FOR, WAITED_FOR, WAITED_FOR])
})

test('what nobody wants to know any more is not asked for again', async () => {
  const stop = new AbortController()
  answers = [
    () => {
      stop.abort()
      return lost()
    },
  ]
  await expect(patient(PAGE, { signal: stop.signal })).rejects.toThrow('Failed to fetch')
  answers = [away]
  await expect(patient(PAGE, { signal: stop.signal })).rejects.toThrow(/abort/i)
})

/** What Remix makes of it: values in a row, objects as pairs of places of that row. */
async function readAnswer(response: Response): Promise<unknown> {
  const row = JSON.parse(await response.text()) as unknown[]
  const valueAt = (place: number): unknown => {
    const value = row[place]
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, at]) => [row[Number(key.slice(1))], valueAt(at as number)]))
  }
  return valueAt(0)
}

test("what is sent goes once; a lost answer says so in the form's own words", async () => {
  for (const answer of [lost, away]) {
    answers = [answer]
    const response = await patient(PAGE, { method: 'POST' })
    expect(response.headers.get('X-Remix-Response')).toBe('yes')
    expect(await readAnswer(response)).toEqual({ data: { ok: false, code: 'unexpected', fields: {}, details: {}, typed: {} } })
  }
  vi.stubGlobal('navigator', { onLine: false })
  answers = [lost]
  expect(await readAnswer(await patient(PAGE, { method: 'POST' }))).toMatchObject({ data: { code: 'offline' } })
})

test('what the app itself answers, and what is no page, is passed on as it is', async () => {
  const broken = () => new Response('{}', { status: 500, headers: { 'X-Remix-Response': 'yes' } })
  answers = [broken]
  expect((await patient(PAGE)).status).toBe(500)
  answers = [lost]
  await expect(patient('/threads', { method: 'POST' })).rejects.toThrow('Failed to fetch')
  answers = [away]
  expect((await patient(new Request('https://palier.example/x.data'))).status).toBe(502)
})

test('a page that our own server cannot read now is waited for, and what it cannot take now is answered', async () => {
  const unavailable = () => new Response('{}', { status: 503, headers: { 'X-Remix-Response': 'yes' } })
  answers = [unavailable, unavailable, page]
  expect((await patient(PAGE)).status).toBe(200)
  answers = [unavailable]
  expect((await patient(PAGE, { method: 'POST' })).status).toBe(503)
})

test('a page of somebody who is signed in no more is read again once they are, and what it sends is answered', async () => {
  const refused = () => new Response('{}', { status: 409, headers: { 'X-Remix-Response': 'yes', 'palier-account': 'refused' } })
  answers = [refused, refused, page]
  expect((await patient(PAGE)).status).toBe(200)
  expect(lettings).toBe(2)
  expect(pauses).toEqual([])
  answers = [refused]
  expect((await patient(PAGE, { method: 'POST' })).status).toBe(409)
})
