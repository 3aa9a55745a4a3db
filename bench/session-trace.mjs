import { randomUUID } from 'node:crypto'
import autocannon from 'autocannon'
import { io } from 'socket.io-client'
import { COMMUNITY } from './call-scene.mjs'
import { median, percentile } from './figures.mjs'
import { signIn } from './instance.mjs'

const SMALL = { lines: 20, visits: 4 }
const LARGE = { lines: 2_000, visits: 200 }
const AIM_RATIO = 1.5
const AIM_DRAFT_MS = 5_000
/** A session is over so long after the last one left (rooms/presence/fold-visits.server.ts). */
const GAP_MS = 60_000
/** A sweep or two see that it will be over, as they do when somebody leaves. */
const SEEN_BEFORE_MS = 8_000
const PEOPLE = 50
const TURNS = 15
const WARM_UP_SECONDS = 3
const TURN_SECONDS = 2
const CONNECTIONS = 4
const ANSWER_TIMEOUT_MS = 60_000
const LOOK_EVERY_MS = 500

/**
 * What a meeting leaves: from the instant at which a session is over to the draft of its follow-up, told to a browser; and the page
 * of a two-hour meeting against that of a small one, asked by turns.
 *
 * @param {{ instance: import('./instance.mjs').Instance, rounds: number, say: (line: string) => void }} bench
 * @returns {Promise<import('./figures.mjs').Figure[]>}
 */
export async function measureSession({ instance, rounds, say }) {
  await waitUntilEmpty(instance.database)
  await seedPeople(instance.database)
  const { tokens } = await signIn(instance, 'ben')
  const drafts = []
  let large = null
  for (let round = 0; round < Math.min(rounds, 5); round++) {
    const met = await meet(instance.database, LARGE)
    drafts.push(await waitForDraft(instance, tokens[0], met))
    large ??= met
  }
  say(
    `the draft of a session with ${LARGE.lines} lines and ${LARGE.visits} visits was told after ${drafts.map((ms) => `${ms} ms`).join(', ')}`,
  )
  const small = await meet(instance.database, SMALL)
  await waitForDraft(instance, tokens[0], small)

  const headers = { cookie: `palier=${tokens[0]}`, 'accept-language': 'en', 'accept-encoding': 'gzip' }
  const targets = []
  for (const { sessionId } of [small, large]) {
    const url = `${instance.url}/sessions/${sessionId}`
    const response = await fetch(url, { headers, redirect: 'manual' })
    const html = await response.text()
    if (response.status !== 200 || !html.includes('id="chat-')) throw new Error(`${url} answered ${response.status}, or without its chat.`)
    say(`${html.match(/id="chat-[0-9a-f]{8}/g).length} lines of chat on the page, ${Math.round(html.length / 1024)} kB of HTML`)
    targets.push({ url, headers, turns: [] })
  }
  for (const target of targets) await shoot(target, WARM_UP_SECONDS)
  for (let turn = 0; turn < TURNS; turn++) {
    for (const target of turn % 2 ? targets : targets.toReversed()) target.turns.push(await shoot(target, TURN_SECONDS))
  }
  const [ofSmall, ofLarge] = targets.map(({ turns }) => turns)
  const ratio = median(ofLarge.map((p95Ms, turn) => p95Ms / ofSmall[turn]))
  const slowest = Math.max(...drafts)
  return [
    {
      what: 'session over → its follow-up draft told: slowest',
      value: `${slowest} ms`,
      aim: `${AIM_DRAFT_MS} ms`,
      met: slowest <= AIM_DRAFT_MS,
    },
    {
      what: `session page, ${LARGE.lines} chat lines, ${LARGE.visits} visits: p95`,
      value: `${median(ofLarge).toFixed(0)} ms`,
      beside: `${median(ofSmall).toFixed(0)} ms (${SMALL.lines} lines, ${SMALL.visits} visits)`,
      ratio,
      aim: `× ${AIM_RATIO}`,
      met: ratio <= AIM_RATIO,
    },
  ]
}

/** A room has one open session at most: what an earlier measure left there is over first. */
async function waitUntilEmpty(database) {
  const giveUpMs = performance.now() + 2 * GAP_MS
  for (;;) {
    const { rowCount } = await database.query('SELECT FROM "Session" WHERE "endedAt" IS NULL')
    if (rowCount === 0) return
    if (performance.now() > giveUpMs) throw new Error('A session of an earlier measure does not end.')
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

async function seedPeople(database) {
  await database.query(
    `WITH made AS (
       INSERT INTO "Member" (id, email, name, "passwordHash", "timeZone")
       SELECT uuidv7(), 'bench-' || n || '@demo.palier', 'Dan ' || n, 'no password signs in with this', 'Europe/Paris' FROM generate_series(1, $2::int) n
       RETURNING id)
     INSERT INTO "Membership" ("communityId", "memberId") SELECT c.id, made.id FROM made, "Community" c WHERE c.slug = $1`,
    [COMMUNITY, PEOPLE],
  )
}

/** A meeting of two hours that everybody has left, so long ago that it is over in a few seconds. */
async function meet(database, { lines, visits }) {
  const sessionId = randomUUID()
  const threadId = randomUUID()
  const emptySince = new Date(Date.now() - GAP_MS + SEEN_BEFORE_MS)
  const client = await database.connect()
  try {
    await client.query('BEGIN')
    await client.query(
      `INSERT INTO "Session" (id, "roomId", "communityId", "openedById", topic, "openedAt", "emptySince", "personCount", "peakCount", "chatCount", "chatRev")
       SELECT $1, r.id, c.id, (SELECT id FROM "Member" WHERE email = 'ben@demo.palier'), 'The whole plan', $3::timestamptz - interval '2 hours', $3, $4, $4, $5, $5
       FROM "Room" r JOIN "Community" c ON c.id = r."communityId" WHERE c.slug = $2 ORDER BY r.position LIMIT 1`,
      [sessionId, COMMUNITY, emptySince, Math.min(PEOPLE, visits), lines],
    )
    await client.query(
      `INSERT INTO "Thread" (id, "communityId", kind, "sessionId") SELECT $2, "communityId", 'session', id FROM "Session" WHERE id = $1`,
      [sessionId, threadId],
    )
    // Everybody comes as often as everybody else, for a while each time.
    await client.query(
      `CREATE TEMPORARY TABLE stay ON COMMIT DROP AS
       SELECT people.ids[1 + n % $3] AS "memberId", $2::timestamptz - interval '2 hours' + (n / $3) * interval '30 minutes' + (n % $3) * interval '3 seconds' AS "joinedAt",
         $2::timestamptz - interval '2 hours' + (n / $3) * interval '30 minutes' + interval '25 minutes' AS "leftAt"
       FROM generate_series(0, $1::int - 1) n,
         (SELECT array_agg(m.id ORDER BY m.email LIKE 'bench-%', m.email) AS ids FROM "Member" m) people`,
      [visits, emptySince, Math.min(PEOPLE, visits)],
    )
    await client.query(
      `INSERT INTO "Visit" ("sessionId", "memberId", "joinedAt", "leftAt") SELECT $1, "memberId", "joinedAt", "leftAt" FROM stay`,
      [sessionId],
    )
    await client.query(
      `INSERT INTO "Connection" (sid, "sessionId", "memberId", "joinedAt", "leftAt") SELECT 'PA_' || uuidv7(), $1, "memberId", "joinedAt", "leftAt" FROM stay`,
      [sessionId],
    )
    await client.query(
      `INSERT INTO "ChatLine" (id, "sessionId", "authorId", "clientId", markdown, html, position, rev, "createdAt")
       SELECT uuidv7(), $1, (SELECT "memberId" FROM stay ORDER BY "joinedAt" OFFSET n % 4 LIMIT 1), uuidv7(), text, '<p>' || text || '</p>', n, n,
         $3::timestamptz - interval '2 hours' + n * interval '3 seconds'
       FROM generate_series(1, $2::int) n, LATERAL (SELECT concat('Line ', n, ': the delivery for order ', 4000 + n, ' could wait a day, if the workshop agrees.') AS text) said`,
      [sessionId, lines, emptySince],
    )
    await client.query('COMMIT')
    await client.query('ANALYZE "ChatLine", "Visit", "Session"')
  } finally {
    client.release()
  }
  return { sessionId, threadId, overAtMs: emptySince.getTime() + GAP_MS }
}

/** How long after its end the browser of a member hears that the thread changed; it is asked whether the draft is there then. */
async function waitForDraft(instance, token, { sessionId, threadId, overAtMs }) {
  const socket = io(instance.url, { transports: ['websocket'], forceNew: true, extraHeaders: { cookie: `palier=${token}` } })
  let timer
  try {
    const heardAtMs = await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`the end of ${sessionId} was not told`)), ANSWER_TIMEOUT_MS)
      socket.on('thread.changed', (changed) => changed.threadId === threadId && resolve(Date.now()))
      socket.once('connect_error', reject)
    })
    const { rows } = await instance.database.query(`SELECT state FROM "FollowUp" WHERE "sessionId" = $1`, [sessionId])
    if (rows[0]?.state !== 'draft') throw new Error(`${sessionId} was told to be over, without a draft`)
    return Math.max(0, heardAtMs - overAtMs)
  } finally {
    clearTimeout(timer)
    socket.close()
  }
}

/** @returns {Promise<number>} p95 in ms */
async function shoot({ url, headers }, seconds) {
  const tookMs = []
  const shot = autocannon({ url, headers, connections: CONNECTIONS, duration: seconds })
  shot.on('response', (_client, status, _bytes, ms) => tookMs.push(status === 200 ? ms : Number.POSITIVE_INFINITY))
  const { non2xx, errors, timeouts } = await shot
  if (non2xx + errors + timeouts > 0) throw new Error(`${url}: ${non2xx} refusals, ${errors} errors, ${timeouts} timeouts.`)
  return percentile(tookMs, 0.95)
}
