import { randomUUID } from 'node:crypto'
import autocannon from 'autocannon'
import { COMMUNITY } from './call-scene.mjs'
import { percentile } from './figures.mjs'
import { signIn } from './instance.mjs'
import { openWatchers } from './roster-reach.mjs'

const WATCHERS = [1, 50]
const AIM_P95_MS = 150
const AIMED_WATCHERS = 50
const AIM_WHILE_DRAWING_P95_MS = 50
const LINES_WHILE_DRAWING = 25
const LONGEST_DRAWING_SECONDS = 120

/**
 * From the instant at which a line begins to be sent, as the product's pages send it, to the instant at which each socket that looks
 * at the session has parsed it; the same while pages are drawn as fast as they can be.
 *
 * @param {{ instance: import('./instance.mjs').Instance, rounds: number, say: (line: string) => void }} bench
 * @returns {Promise<import('./figures.mjs').Figure[]>}
 */
export async function measureChatReach({ instance, rounds, say }) {
  // A session that waits for somebody for a day: nobody has to hold a call for its chat to be open.
  const { rows } = await instance.database.query(
    `INSERT INTO "Session" (id, "roomId", "communityId", "expectedUntil")
     SELECT uuidv7(), r.id, c.id, now() + interval '1 day' FROM "Room" r JOIN "Community" c ON c.id = r."communityId"
     WHERE c.slug = $1 ORDER BY r.position DESC LIMIT 1 RETURNING id`,
    [COMMUNITY],
  )
  const sessionId = rows[0].id
  const ben = await signIn(instance, 'ben')
  const { tokens } = await signIn(instance, 'ana', Math.max(...WATCHERS))
  // Another member's: so many sockets and lines in a minute are all that one member has.
  const others = await signIn(instance, 'emma', AIMED_WATCHERS)
  const hear = (token, watchers, lines) => hearLines(instance, { sessionId, token, watchers, rounds: lines })
  try {
    const results = []
    for (const count of WATCHERS) results.push({ count, heard: await hear(ben.tokens[0], tokens.slice(0, count), rounds) })
    for (const { count, heard } of results) say(`${count} watching: ${describe(heard)}`)
    const drawing = drawPages(instance, ben.tokens[0])
    const meanwhile = await hear(others.tokens[0], others.tokens, Math.max(rounds, LINES_WHILE_DRAWING))
    const pages = await drawing.stop()
    say(`${AIMED_WATCHERS} watching while ${pages.toFixed(0)} pages a second are drawn: ${describe(meanwhile)}`)
    const alone = percentile(results[0].heard, 0.5)
    const beside = (heard) => ({ beside: `p50 ${alone} ms (by 1)`, ...(alone > 0 ? { ratio: percentile(heard, 0.5) / alone } : {}) })
    return [
      ...results.map(({ count, heard }) => ({
        what: `chat line → seen by ${count}`,
        value: describe(heard),
        ...(count === 1 ? {} : beside(heard)),
        ...(count === AIMED_WATCHERS ? { aim: `p95 ${AIM_P95_MS} ms`, met: percentile(heard, 0.95) <= AIM_P95_MS } : {}),
      })),
      {
        what: `chat line → seen by ${AIMED_WATCHERS} while pages are drawn flat out`,
        value: describe(meanwhile),
        ...beside(meanwhile),
        aim: `p95 ${AIM_WHILE_DRAWING_P95_MS} ms`,
        met: percentile(meanwhile, 0.95) <= AIM_WHILE_DRAWING_P95_MS,
      },
    ]
  } finally {
    await instance.database.query(`DELETE FROM "Session" WHERE id = $1`, [sessionId])
  }
}

const describe = (heard) => `p50 ${percentile(heard, 0.5)}, p95 ${percentile(heard, 0.95)} ms`

/** How long each line took to each watcher, in ms. */
async function hearLines(instance, { sessionId, token, watchers: tokens, rounds }) {
  const watchers = await openWatchers(instance.url, tokens)
  try {
    await watchers.lookAt(sessionId)
    const heard = []
    // The first line is not counted: its code is run for the first time.
    for (let round = 0; round <= rounds; round++) {
      const clientId = randomUUID()
      const everyoneHeard = await watchers.waitFor({ clientId })
      const sentAtMs = Date.now()
      await send(instance, sessionId, token, clientId)
      const heardAtMs = await everyoneHeard()
      if (round > 0) heard.push(...heardAtMs.map((atMs) => atMs - sentAtMs))
    }
    return heard
  } finally {
    watchers.stop()
  }
}

/** Asks for a community's page again and again, by four connections; `stop` answers how many came a second. */
function drawPages({ url }, token) {
  const shot = autocannon({
    url: `${url}/c/${COMMUNITY}`,
    headers: { cookie: `palier=${token}`, accept: 'text/html', 'accept-encoding': 'br' },
    connections: 4,
    duration: LONGEST_DRAWING_SECONDS,
  })
  return {
    stop: async () => {
      shot.stop()
      const { non2xx, errors, requests, duration } = await shot
      if (non2xx + errors > 0) throw new Error(`${non2xx} refusals and ${errors} errors while pages were drawn.`)
      return requests.total / duration
    },
  }
}

async function send({ url }, sessionId, token, clientId) {
  const response = await fetch(`${url}/sessions/${sessionId}/chat`, {
    method: 'POST',
    headers: { cookie: `palier=${token}`, origin: url, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ intent: 'send', clientId, markdown: 'The **oak** board comes first: https://example.com/oak' }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(`The line was refused: ${response.status} ${answer.code}`)
}
