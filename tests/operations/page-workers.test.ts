import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ACCOUNT } from '#app/http/page-account.ts'
import { PageWorkers } from '#app/http/page-workers.server.ts'
import { postThread } from '#communities/threads/post-thread.server.ts'
import { react } from '#communities/threads/react.server.ts'
import { replyToThread } from '#communities/threads/reply-to-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { startLivekit } from '#tests/livekit.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { signedIn } from '#tests/signed-in.ts'
import { type Answer, ask, type BuiltApp, signUp, startBuiltApp } from './built-app.ts'

describe('the built product', async () => {
  const livekit = await startLivekit()
  let app: BuiltApp
  let alone: BuiltApp
  let cookie: string

  beforeAll(async () => {
    app = await startBuiltApp({ PAGE_WORKERS: '1' })
    alone = await startBuiltApp({ PAGE_WORKERS: '0' })
    cookie = await signUp(app.url, 'ana@demo.palier')
    await vi.waitFor(async () => expect(await drawnBy()).toHaveProperty('worker'), { timeout: 60_000, interval: 100 })
  }, 300_000)
  afterAll(async () => {
    await Promise.all([app?.stop(), alone?.stop()])
    await livekit.stop()
  })

  /** How many pages each kind of thread has drawn so far; asks for one more each time. */
  async function drawnBy(): Promise<Record<string, number>> {
    await ask(`${app.url}/sign-in`, { headers: { accept: 'text/html' } })
    const { body } = await ask(`http://127.0.0.1:${app.metricsPort}/metrics`)
    return Object.fromEntries(
      [...body.matchAll(/^palier_pages_total\{thread="(\w+)"\} (\d+)$/gm)].map(([, kind, count]) => [kind, Number(count)]),
    )
  }

  /** Without what differs from one answer to the next. */
  const lasting = ({ status, headers, body }: Answer) => ({
    status,
    body: body.replace(/nonce="[^"]*"|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, ''),
    headers: Object.fromEntries(
      Object.entries(headers).filter(([name]) => !/^(date|x-request-id|content-security-policy|content-length|keep-alive)$/.test(name)),
    ),
  })

  test.each([
    ['a page', '/', true],
    ['the same once more', '/', true],
    ['the page of somebody who is not signed in', '/sign-in', false],
    ['a way to the door', '/inbox', false],
    ['a page that is not there', '/c/nowhere', true],
    ['an address that nobody has', '/no/such/page', true],
    ['the data of a page', '/communities.data', true],
    ['a file', '/manifest.webmanifest', true],
    ['what scripts ask for', '/feed', true],
  ])('answers the same from a worker as from the main thread: %s', async (_what, address, signedIn) => {
    const headers = { accept: 'text/html', 'accept-language': 'fr', ...(signedIn && { cookie }) }
    const [drawn, plain] = [await ask(app.url + address, { headers }), await ask(alone.url + address, { headers })]
    expect(lasting(drawn)).toEqual(JSON.parse(JSON.stringify(lasting(plain)).replaceAll(alone.url, app.url)))
  })

  test('pages are drawn by workers, and what was written is in the next one', async () => {
    const before = await drawnBy()
    const { id } = await db.member.findFirstOrThrow({ where: { email: 'ana@demo.palier' } })
    const body = new URLSearchParams({ language: 'fr', to: '/', [ACCOUNT]: id }).toString()
    await ask(`${app.url}/language`, { method: 'POST', headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' }, body })
    const { body: page } = await ask(app.url, { headers: { accept: 'text/html', cookie } })
    expect(page).toContain('<html lang="fr"')
    const after = await drawnBy()
    expect(after['worker']).toBeGreaterThan((before['worker'] ?? 0) + 1)
    expect(after['main']).toBe(before['main'])
  })

  test('what was drawn for one reader shows another one nothing but their own', async () => {
    const [owner, writer, admin] = await Promise.all(['Olga', 'Will', 'Ada'].map((name) => makePerson(name)))
    if (!owner || !writer || !admin) throw new Error('nobody was made')
    await db.member.update({ where: { id: admin.id }, data: { language: 'fr' } })
    const { community, room } = await makeRoom([owner, writer, admin])
    const threadId = await postThread(writer, { communityId: community.id, markdown: 'What **Will** wrote' })
    await replyToThread(owner, threadId, { markdown: 'What Olga replied' })
    await react(owner, threadId, { emoji: '🎉', on: true })
    const [openedAt, endedAt] = [new Date('2026-11-24T09:00:00Z'), new Date('2026-11-24T10:00:00Z')]
    const over = { openedAt, endedAt, mediaClosedAt: endedAt, personCount: 1, peakCount: 1, topic: 'Plans' }
    const session = await db.session.create({ data: { communityId: community.id, roomId: room.id, ...over } })
    await db.thread.create({ data: { communityId: community.id, kind: 'session', sessionId: session.id } })
    const span = { openedAt: openedAt.toISOString(), endedAt: endedAt.toISOString() }
    const trace = { ...span, people: [], missed: [], agenda: [], links: [], loved: [], recordings: [] }
    await db.followUp.create({ data: { sessionId: session.id, ownerId: writer.id, markdown: '', html: '', trace } })

    const readers = await Promise.all([owner, writer, admin].map((person) => signedIn(person)))
    const addresses = [`/c/${community.slug}`, '/', `/threads/${threadId}`]
    const read = async (site: BuiltApp, address: string, reader: string) =>
      lasting(await ask(site.url + address, { headers: { accept: 'text/html', cookie: reader } })).body.replaceAll(site.url, '')
    for (const address of addresses) {
      const afterOthers = []
      for (const reader of readers) afterOthers.push(await read(app, address, reader))
      const first = await startBuiltApp({ PAGE_WORKERS: '0' })
      // In the other order: whoever came last is the first here.
      for (const [at, reader] of [...readers.entries()].reverse()) expect(await read(first, address, reader)).toBe(afterOthers[at])
      await first.stop()
      expect(new Set(afterOthers.map(cardsOf)).size, 'each has something of their own').toBeGreaterThan(1)
    }
  }, 60_000)

  const cardsOf = (page: string) => page.slice(page.indexOf('<article'), page.lastIndexOf('</article>'))

  test('a page that is asked for with another account in mind is refused, and says so', async () => {
    const headers = { accept: 'text/html', cookie, 'palier-account': '0199a3f0-0000-7000-8000-000000000000' }
    const answers = [await ask(`${app.url}/communities.data`, { headers }), await ask(`${alone.url}/communities.data`, { headers })]
    expect(answers.map(({ status }) => status)).toEqual([409, 409])
    expect(answers.map((answer) => answer.headers['palier-account'])).toEqual(['refused', 'refused'])
  })
})

describe('a worker', () => {
  const file = new URL('./page-worker-that-may-fail.mjs', import.meta.url)
  const asked = (address: string) => {
    const request = new IncomingMessage(new Socket())
    Object.assign(request, { method: 'GET', url: address, headers: { host: 'localhost', accept: 'text/html' } })
    return [request, new ServerResponse(request), { requestId: 'r', nonce: 'n', clientAddress: '' }] as const
  }

  test('that ends fails the pages that it had, and another takes its place', async () => {
    const workers = new PageWorkers(file, 1)
    const drawn = async () => (await workers.draw(...asked('/fine')))?.status
    expect(await workers.draw(...asked('/fine'))).toBeNull()
    await expect.poll(drawn, { timeout: 10_000 }).toBe(200)
    const slow = workers.draw(...asked('/slow')).catch((error: Error) => error.message)
    await expect(workers.draw(...asked('/end'))).rejects.toThrow('failed')
    expect(await slow).toMatch('failed')
    // Until then there is nobody to ask, and the main thread draws.
    expect(await workers.draw(...asked('/fine'))).toBeNull()
    await expect.poll(drawn, { timeout: 10_000 }).toBe(200)
    await workers.stop()
  })

  test('that answers nobody is ended and replaced; a slow page beside others that come is given up alone', async () => {
    const workers = new PageWorkers(file, 1, 400)
    const drawn = async () => (await workers.draw(...asked('/fine')))?.status
    await expect.poll(drawn, { timeout: 10_000 }).toBe(200)
    const slow = workers.draw(...asked('/slow')).catch((error: Error) => error.message)
    let given = false
    void slow.then(() => {
      given = true
    })
    while (!given) {
      expect(await drawn()).toBe(200)
    }
    expect(await slow).toMatch('failed')
    // The same worker goes on.
    expect(await drawn()).toBe(200)
    await expect(workers.draw(...asked('/hang'))).rejects.toThrow('failed')
    await expect.poll(() => workers.draw(...asked('/fine')).catch(() => 'failed'), { timeout: 10_000 }).toBeNull()
    await expect.poll(drawn, { timeout: 10_000 }).toBe(200)
    await workers.stop()
  })

  test('is told when nobody waits for a page any more', async () => {
    const workers = new PageWorkers(file, 1)
    const drawn = async () => (await workers.draw(...asked('/fine')))?.status
    await expect.poll(drawn, { timeout: 10_000 }).toBe(200)
    const [request, response, context] = asked('/slow')
    const slow = workers.draw(request, response, context)
    response.emit('close')
    expect((await slow)?.status).toBe(499)
    await workers.stop()
  })
})
