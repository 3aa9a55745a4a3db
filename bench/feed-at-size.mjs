import autocannon from 'autocannon'
import { COMMUNITY } from './call-scene.mjs'
import { median, percentile } from './figures.mjs'
import { signIn, startInstance } from './instance.mjs'
import { seedThreads } from './seed-threads.mjs'

const SMALL = 1_000
const LARGE = 100_000
const AIM_RATIO = 1.5
/** Short turns: what else the machine does then weighs on both of a pair. */
const TURNS = 15
const WARM_UP_SECONDS = 3
const TURN_SECONDS = 2
const CONNECTIONS = 4
/** As many as somebody has who opened what is older twice, and comes back. */
const THREADS_ON_PAGE = 50

/**
 * The community page as a browser gets it, at 1,000 and at 100,000 threads: two instances with a database each, on the same
 * servers, asked by turns, so that both have the same weather.
 *
 * @param {{ instance: import('./instance.mjs').Instance, say: (line: string) => void }} bench
 * @returns {Promise<import('./figures.mjs').Figure[]>}
 */
export async function measureFeedAtSize({ instance, say }) {
  const other = await startInstance(instance)
  try {
    const small = await prepare(other, SMALL, say)
    const large = await prepare(instance, LARGE, say)
    for (const target of [small, large]) await shoot(target, WARM_UP_SECONDS)
    for (let turn = 0; turn < TURNS; turn++) {
      for (const target of turn % 2 ? [small, large] : [large, small]) target.turns.push(await shoot(target, TURN_SECONDS))
    }
    const ratio = (value) => median(large.turns.map((turn, index) => value(turn) / value(small.turns[index])))
    const typical = (target, value) => median(target.turns.map(value))
    const p95 = ({ p95Ms }) => p95Ms
    const perSecond = (turn) => turn.perSecond
    const ratioOfP95 = ratio(p95)
    return [
      {
        what: `community page (${large.threadsOnPage} threads on it) at 100 k: p95`,
        value: `${typical(large, p95).toFixed(0)} ms`,
        beside: `${typical(small, p95).toFixed(0)} ms (1 k)`,
        ratio: ratioOfP95,
        aim: `× ${AIM_RATIO}`,
        met: ratioOfP95 <= AIM_RATIO,
      },
      {
        what: '… requests/s',
        value: `${typical(large, perSecond).toFixed(0)}/s`,
        beside: `${typical(small, perSecond).toFixed(0)}/s (1 k)`,
        ratio: ratio(perSecond),
      },
    ]
  } finally {
    await other.stop()
  }
}

async function prepare(instance, count, say) {
  await seedThreads(instance.database, COMMUNITY, count)
  const { tokens } = await signIn(instance, 'ben')
  const url = `${instance.url}/c/${COMMUNITY}?count=${THREADS_ON_PAGE}`
  const headers = { cookie: `palier=${tokens[0]}`, 'accept-language': 'en', 'accept-encoding': 'gzip' }
  const response = await fetch(url, { headers, redirect: 'manual' })
  const html = await response.text()
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}.`)
  const { rows } = await instance.database.query(
    `SELECT t.id FROM "Thread" t JOIN "Community" c ON c.id = t."communityId" WHERE c.slug = $1 ORDER BY t."lastActivityAt" DESC LIMIT 200`,
    [COMMUNITY],
  )
  const threadsOnPage = rows.filter(({ id }) => html.includes(id)).length
  if (threadsOnPage !== THREADS_ON_PAGE) throw new Error(`${url} shows ${threadsOnPage} of the newest threads.`)
  say(`${count.toLocaleString('en')} threads: the page holds ${threadsOnPage} of them, ${Math.round(html.length / 1024)} kB of HTML`)
  return { url, headers, threadsOnPage, turns: [] }
}

/** @returns {Promise<{ p95Ms: number, perSecond: number }>} */
async function shoot({ url, headers }, seconds) {
  const tookMs = []
  const shot = autocannon({ url, headers, connections: CONNECTIONS, duration: seconds })
  shot.on('response', (_client, status, _bytes, ms) => tookMs.push(status === 200 ? ms : Number.POSITIVE_INFINITY))
  const { non2xx, errors, timeouts, duration } = await shot
  if (non2xx + errors + timeouts > 0) throw new Error(`${url}: ${non2xx} refusals, ${errors} errors, ${timeouts} timeouts.`)
  return { p95Ms: percentile(tookMs, 0.95), perSecond: tookMs.length / duration }
}
