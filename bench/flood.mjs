import { io } from 'socket.io-client'
import { COMMUNITY } from './call-scene.mjs'
import { percentile } from './figures.mjs'
import { signIn } from './instance.mjs'

const AIM_MS = 1_000
const FLOOD_MS = 8_000
const ASKED_EVERY_MS = 10
const ASKED_AT_ONCE = 10
/** Far more than a form has; small enough to be sent in a moment. */
const FIELDS = 400_000

/**
 * How long another member waits for a page while one member's socket asks a thousand things a second, and while somebody without a
 * sign-in posts one body of many distinct fields; both beside the quiet time just before.
 *
 * @param {{ instance: import('./instance.mjs').Instance, say: (line: string) => void }} bench
 * @returns {Promise<import('./figures.mjs').Figure[]>}
 */
export async function measureFlood({ instance, say }) {
  const [ana, ben] = [await signIn(instance, 'ana'), await signIn(instance, 'ben')]
  const readPage = () => timePage(instance.url, ben.tokens[0])
  for (let warm = 0; warm < 5; warm++) await readPage()
  return [
    await compare('a page while a socket asks 1,000 a second', readPage, () => floodSocket(instance.url, ana.tokens[0]), say),
    await compare('a page while a body of many fields comes in', readPage, () => postManyFields(instance.url), say),
  ]
}

async function compare(what, readPage, flood, say) {
  const quiet = await readFor(FLOOD_MS / 2, readPage)
  let isOver = false
  const flooding = flood().finally(() => {
    isOver = true
  })
  const flooded = []
  while (!isOver || flooded.length < 5) flooded.push(await readPage())
  say(`${what}: ${await flooding}; quiet ${describe(quiet)}, meanwhile ${describe(flooded)}`)
  const [p95, quietP50, p50] = [percentile(flooded, 0.95), percentile(quiet, 0.5), percentile(flooded, 0.5)]
  return {
    what,
    value: `p50 ${p50}, p95 ${p95} ms`,
    beside: `p50 ${quietP50} ms (quiet)`,
    ratio: p50 / Math.max(1, quietP50),
    aim: `p95 ${AIM_MS} ms`,
    met: p95 <= AIM_MS,
  }
}

const describe = (values) => `p50 ${percentile(values, 0.5)} p95 ${percentile(values, 0.95)} slowest ${Math.max(...values)} ms`

async function readFor(ms, readPage) {
  const until = performance.now() + ms
  const times = []
  while (performance.now() < until) times.push(await readPage())
  return times
}

async function timePage(url, token) {
  const start = performance.now()
  const response = await fetch(`${url}/c/${COMMUNITY}`, { headers: { cookie: `palier=${token}`, accept: 'text/html' } })
  await response.text()
  if (!response.ok) throw new Error(`the page was answered with ${response.status}`)
  return Math.round(performance.now() - start)
}

/** Comes back whenever it is ended, as nobody's browser does. */
async function floodSocket(url, token) {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: { cookie: `palier=${token}` } })
  let [asked, answered, refused] = [0, 0, 0]
  socket.on('connect_error', () => refused++)
  const timer = setInterval(() => {
    if (!socket.connected) return socket.active ? undefined : void socket.connect()
    for (let i = 0; i < ASKED_AT_ONCE; i++) {
      asked++
      socket.emit('rosters.read', {}, ({ ok }) => ok && answered++)
    }
  }, ASKED_EVERY_MS)
  await new Promise((resolve) => setTimeout(resolve, FLOOD_MS))
  clearInterval(timer)
  socket.disconnect()
  return `${asked} asked, ${answered} answered, ${refused} connections refused`
}

async function postManyFields(url) {
  const body = Array.from({ length: FIELDS }, (_, index) => `f${index}=1`).join('&')
  const start = performance.now()
  const status = await fetch(`${url}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
    redirect: 'manual',
  }).then(
    (response) => response.status,
    () => 'broken off',
  )
  return `${Math.round(body.length / 1e6)} MB answered with ${status} after ${Math.round(performance.now() - start)} ms`
}
