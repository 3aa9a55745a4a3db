import autocannon from 'autocannon'
import { COMMUNITY } from './call-scene.mjs'
import { median, percentile } from './figures.mjs'
import { signIn, startInstance } from './instance.mjs'
import { seedThreads } from './seed-threads.mjs'

const SMALL = 1_000
const LARGE = 100_000
const AIM_RATIO = 1.5
const ROUNDS = 5
const WARM_UP_SECONDS = 3
const ROUND_SECONDS = 5
const CONNECTIONS = 4

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
    for (let round = 1; round <= ROUNDS; round++) {
      for (const target of round % 2 ? [small, large] : [large, small]) target.rounds.push(await shoot(target, ROUND_SECONDS))
      const told = [small, large].map(({ rounds }) => `p95 ${rounds.at(-1).p95Ms.toFixed(0)} ms, ${rounds.at(-1).perSecond.toFixed(0)}/s`)
      say(`round ${round} of ${ROUNDS}: ${told.join(' against ')}`)
    }
    const [p95Small, p95Large] = [small, large].map(({ rounds }) => median(rounds.map(({ p95Ms }) => p95Ms)))
    const [perSecondSmall, perSecondLarge] = [small, large].map(({ rounds }) => median(rounds.map(({ perSecond }) => perSecond)))
    const ratio = p95Large / p95Small
    return [
      {
        what: `community page (${large.threadsOnPage} threads on it) at 100 k: p95`,
        value: `${p95Large.toFixed(1)} ms`,
        beside: `${p95Small.toFixed(1)} ms (1 k)`,
        ratio,
        aim: `× ${AIM_RATIO}`,
        met: ratio <= AIM_RATIO,
      },
      {
        what: '… requests/s',
        value: `${perSecondLarge.toFixed(0)}/s`,
        beside: `${perSecondSmall.toFixed(0)}/s (1 k)`,
        ratio: perSecondLarge / perSecondSmall,
      },
    ]
  } finally {
    await other.stop()
  }
}

async function prepare(instance, count, say) {
  await seedThreads(instance.database, COMMUNITY, count)
  const { tokens } = await signIn(instance, 'ben')
  const url = `${instance.url}/c/${COMMUNITY}`
  const headers = { cookie: `palier=${tokens[0]}`, 'accept-language': 'en', 'accept-encoding': 'gzip' }
  const response = await fetch(url, { headers, redirect: 'manual' })
  const html = await response.text()
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}.`)
  const { rows } = await instance.database.query(
    `SELECT t.id FROM "Thread" t JOIN "Community" c ON c.id = t."communityId" WHERE c.slug = $1 ORDER BY t."lastActivityAt" DESC LIMIT 200`,
    [COMMUNITY],
  )
  const threadsOnPage = rows.filter(({ id }) => html.includes(id)).length
  if (threadsOnPage === 0) throw new Error(`${url} shows none of the newest threads.`)
  say(`${count.toLocaleString('en')} threads: the page holds ${threadsOnPage} of them, ${Math.round(html.length / 1024)} kB of HTML`)
  return { url, headers, threadsOnPage, rounds: [] }
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
