import { randomUUID } from 'node:crypto'
import { COMMUNITY } from './call-scene.mjs'
import { percentile } from './figures.mjs'
import { signIn } from './instance.mjs'
import { openWatchers } from './roster-reach.mjs'

const WATCHERS = [1, 50]
const AIM_P95_MS = 150
const AIMED_WATCHERS = 50

/**
 * From the instant at which a line begins to be sent, as the product's pages send it, to the instant at which each socket that looks
 * at the session has parsed it.
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
  const results = []
  try {
    for (const count of WATCHERS) {
      const watchers = await openWatchers(instance.url, tokens.slice(0, count))
      try {
        await watchers.lookAt(sessionId)
        const heard = []
        // The first line is not counted: its code is run for the first time.
        for (let round = 0; round <= rounds; round++) {
          const clientId = randomUUID()
          const everyoneHeard = await watchers.waitFor({ clientId })
          const sentAtMs = Date.now()
          await send(instance, sessionId, ben.tokens[0], clientId)
          const heardAtMs = await everyoneHeard()
          if (round > 0) heard.push(...heardAtMs.map((atMs) => atMs - sentAtMs))
        }
        say(`${count} watching: p50 ${percentile(heard, 0.5)} p95 ${percentile(heard, 0.95)} ms`)
        results.push({ count, heard })
      } finally {
        watchers.stop()
      }
    }
  } finally {
    await instance.database.query(`DELETE FROM "Session" WHERE id = $1`, [sessionId])
  }
  const alone = percentile(results[0].heard, 0.5)
  return results.map(({ count, heard }) => {
    const [p50, p95] = [0.5, 0.95].map((share) => percentile(heard, share))
    return {
      what: `chat line → seen by ${count}`,
      value: `p50 ${p50}, p95 ${p95} ms`,
      ...(count === 1 ? {} : { beside: `p50 ${alone} ms (by 1)`, ...(alone > 0 ? { ratio: p50 / alone } : {}) }),
      ...(count === AIMED_WATCHERS ? { aim: `p95 ${AIM_P95_MS} ms`, met: p95 <= AIM_P95_MS } : {}),
    }
  })
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
