import http from 'node:http'
import { gunzipSync } from 'node:zlib'
import autocannon from 'autocannon'
import { median, percentile } from './figures.mjs'

/** Short turns: what else the machine does then weighs on both of a pair. */
const TURN_SECONDS = 2
const TURNS_LEAST = 15
const TURNS_MOST = 60
const CONNECTIONS = 4
/** Of so many answers, twenty are slower than the p95: it is not one outlier. */
const ANSWERS_LEAST = 400
/** Until the server has compiled what it runs all the time. */
const WARM_UP_REQUESTS = 300

/**
 * A page that is asked for by turns with another.
 *
 * @typedef {object} Target
 * @property {string} url
 * @property {Record<string, string>} headers
 * @property {string} html As it is once it is unpacked.
 * @property {number} sentBytes Of the body, as it came.
 * @property {{ tookMs: number[], perSecond: number }[]} turns
 */

/**
 * Asks for a page once, with gzip, and looks at what is sent.
 *
 * @param {string} url
 * @param {string} token
 * @returns {Promise<Target>}
 */
export async function aimAt(url, token) {
  const headers = { cookie: `palier=${token}`, 'accept-language': 'en', 'accept-encoding': 'gzip' }
  const { status, encoding, body } = await ask(url, headers)
  if (status !== 200) throw new Error(`${url} answered ${status}.`)
  if (encoding !== 'gzip') throw new Error(`${url} was sent as ${encoding ?? 'it is'}, where gzip was asked for.`)
  return { url, headers, html: gunzipSync(body).toString(), sentBytes: body.length, turns: [] }
}

function ask(url, headers) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode, encoding: response.headers['content-encoding'], body: Buffer.concat(chunks) }),
      )
      response.on('error', reject)
    })
    request.on('error', reject)
  })
}

/**
 * Asks for two pages by turns, so that both have the same weather, until each has answered often enough for a p95.
 *
 * @param {Target} small
 * @param {Target} large
 */
export async function askByTurns(small, large) {
  for (const target of [small, large]) await shoot(target, { amount: WARM_UP_REQUESTS })
  const enough = () => [small, large].every((target) => answersOf(target).length >= ANSWERS_LEAST)
  for (let turn = 0; turn < TURNS_LEAST || (!enough() && turn < TURNS_MOST); turn++) {
    for (const target of turn % 2 ? [small, large] : [large, small]) target.turns.push(await shoot(target, { duration: TURN_SECONDS }))
  }
  if (!enough()) throw new Error(`In ${TURNS_MOST} turns there were fewer than ${ANSWERS_LEAST} answers of each page.`)
}

const answersOf = ({ turns }) => turns.flatMap(({ tookMs }) => tookMs)

/** Over all answers of all turns. @param {Target} target */
export const p95Of = (target) => percentile(answersOf(target), 0.95)

/** A turn's, the typical one. @param {Target} target */
export const perSecondOf = ({ turns }) => median(turns.map(({ perSecond }) => perSecond))

/** The requests a second of one against those of the other, turn by turn: the typical ratio. */
export const ratioPerSecond = (small, large) => median(large.turns.map(({ perSecond }, index) => perSecond / small.turns[index].perSecond))

async function shoot({ url, headers }, howLong) {
  const tookMs = []
  const shot = autocannon({ url, headers, connections: CONNECTIONS, ...howLong })
  shot.on('response', (_client, status, _bytes, ms) => tookMs.push(status === 200 ? ms : Number.POSITIVE_INFINITY))
  const { non2xx, errors, timeouts, duration } = await shot
  if (non2xx + errors + timeouts > 0) throw new Error(`${url}: ${non2xx} refusals, ${errors} errors, ${timeouts} timeouts.`)
  return { tookMs, perSecond: tookMs.length / duration }
}
