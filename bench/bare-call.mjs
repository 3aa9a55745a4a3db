import { readFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk'

const read = (file) => readFileSync(path.join(import.meta.dirname, file), 'utf8')
const page = read('bare-call.html')
const script = read('bare-call-page.js')
const client = read('../node_modules/livekit-client/dist/livekit-client.umd.js')

/** What the bare page is made of, by address. */
const bodies = {
  '/': { body: page, contentType: 'text/html; charset=utf-8' },
  '/livekit-client.js': { body: client, contentType: 'text/javascript' },
  '/bare-call-page.js': { body: script, contentType: 'text/javascript' },
}

/** Serves the bare page on a loopback port of its own. */
export async function serveBareCall() {
  const server = http.createServer((request, response) => {
    const { body, contentType } = bodies[request.url]
    response.writeHead(200, { 'content-type': contentType, 'cache-control': 'max-age=600' }).end(body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/**
 * Makes the bare call's functions available under the product's own origin, so that they reach the signalling as the
 * product's pages do. (A page answered by the browser's driver would not do: Chromium holds it for one of a public network,
 * and keeps it from loopback addresses.)
 *
 * @param {import('playwright').Page} page
 * @param {string} origin
 */
export async function openBareCallAt(page, origin) {
  await page.goto(`${origin}/healthz`)
  await page.evaluate(client)
  await page.evaluate(script)
}

/**
 * A ticket as the product gives it, without asking the product.
 *
 * @param {import('./instance.mjs').Instance['livekit']} livekit
 */
export async function mintTicket({ url, key, secret }, sessionId, identity) {
  const token = new AccessToken(key, secret, { identity, ttl: 300 })
  token.addGrant({ room: sessionId, roomJoin: true, canSubscribe: true, canPublish: true })
  return { url, token: await token.toJwt() }
}

const LOOK_EVERY_MS = 50
const LOOK_TIMEOUT_MS = 20_000

/**
 * Waits until those who are in a session are as `wanted` has it, by LiveKit's own list.
 *
 * @param {import('./instance.mjs').Instance['livekit']} livekit
 * @param {(people: import('livekit-server-sdk').ParticipantInfo[]) => boolean} wanted
 */
export async function waitForPeople({ url, key, secret }, sessionId, wanted) {
  const service = new RoomServiceClient(url.replace(/^ws/, 'http'), key, secret)
  const giveUpMs = performance.now() + LOOK_TIMEOUT_MS
  for (;;) {
    const people = await service.listParticipants(sessionId)
    if (wanted(people)) return
    if (performance.now() > giveUpMs)
      throw new Error(`Session ${sessionId} did not come to rest: ${people.map((p) => p.identity).join(', ')}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
