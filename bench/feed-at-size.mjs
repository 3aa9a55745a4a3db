import { aimAt, askByTurns, p95Of, perSecondOf, ratioPerSecond } from './by-turns.mjs'
import { COMMUNITY } from './call-scene.mjs'
import { signIn, startInstance } from './instance.mjs'
import { seedThreads } from './seed-threads.mjs'

const SMALL = 1_000
const LARGE = 1_000_000
const AIM_RATIO = 1.5
/** As many as somebody has who opened what is older twice, and comes back. */
const THREADS_ON_PAGE = 50

/**
 * The community page as a browser gets it, at 1,000 and at 1,000,000 threads: two instances with a database each, on the same
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
    await askByTurns(small, large)
    const ratio = p95Of(large) / p95Of(small)
    return [
      {
        what: `community page (${THREADS_ON_PAGE} threads on it) at 1 M: p95`,
        value: `${p95Of(large).toFixed(0)} ms`,
        beside: `${p95Of(small).toFixed(0)} ms (1 k)`,
        ratio,
        aim: `× ${AIM_RATIO}`,
        met: ratio <= AIM_RATIO,
      },
      {
        what: '… requests/s',
        value: `${perSecondOf(large).toFixed(1)}/s`,
        beside: `${perSecondOf(small).toFixed(1)}/s (1 k)`,
        ratio: ratioPerSecond(small, large),
      },
      {
        what: '… sent, gzip',
        value: `${(large.sentBytes / 1000).toFixed(1)} kB`,
        beside: `${(large.html.length / 1000).toFixed(0)} kB (unpacked)`,
        ratio: large.sentBytes / large.html.length,
      },
    ]
  } finally {
    await other.stop()
  }
}

async function prepare(instance, count, say) {
  await seedThreads(instance.database, COMMUNITY, count)
  const { tokens } = await signIn(instance, 'ben')
  const target = await aimAt(`${instance.url}/c/${COMMUNITY}?count=${THREADS_ON_PAGE}`, tokens[0])
  const { rows } = await instance.database.query(
    `SELECT t.id FROM "Thread" t JOIN "Community" c ON c.id = t."communityId" WHERE c.slug = $1 ORDER BY t."lastActivityAt" DESC LIMIT 200`,
    [COMMUNITY],
  )
  const threadsOnPage = rows.filter(({ id }) => target.html.includes(id)).length
  if (threadsOnPage !== THREADS_ON_PAGE) throw new Error(`${target.url} shows ${threadsOnPage} of the newest threads.`)
  say(
    `${count.toLocaleString('en')} threads: the page holds ${threadsOnPage} of them, ${Math.round(target.html.length / 1000)} kB of HTML, ${Math.round(target.sentBytes / 1000)} kB sent`,
  )
  return target
}
