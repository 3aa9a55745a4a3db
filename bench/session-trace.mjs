import { randomUUID } from 'node:crypto'
import { io } from 'socket.io-client'
import { aimAt, askByTurns, p95Of } from './by-turns.mjs'
import { COMMUNITY } from './call-scene.mjs'
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
const ANSWER_TIMEOUT_MS = 60_000

/**
 * What a meeting leaves: from the instant at which a session is over to the draft of its follow-up, told to a browser; and the page
 * of a two-hour meeting against that of a small one, asked by turns.
 *
 * @param {{ instance: import('./instance.mjs').Instance, rounds: number, say: (line: string) => void }} bench
 * @returns {Promise<import('./figures.mjs').Figure[]>}
 */
export async function measureSession({ instance, rounds, say }) {
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

  const [ofSmall, ofLarge] = await Promise.all(
    [small, large].map(async ({ sessionId }) => {
      const target = await aimAt(`${instance.url}/sessions/${sessionId}`, tokens[0])
      const lines = target.html.match(/id="chat-[0-9a-f]{8}/g)?.length ?? 0
      if (lines === 0) throw new Error(`${target.url} answered without its chat.`)
      say(
        `${lines} lines of chat on the page, ${Math.round(target.html.length / 1000)} kB of HTML, ${Math.round(target.sentBytes / 1000)} kB sent`,
      )
      return target
    }),
  )
  await askByTurns(ofSmall, ofLarge)
  const ratio = p95Of(ofLarge) / p95Of(ofSmall)
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
      value: `${p95Of(ofLarge).toFixed(0)} ms`,
      beside: `${p95Of(ofSmall).toFixed(0)} ms (${SMALL.lines} lines, ${SMALL.visits} visits)`,
      ratio,
      aim: `× ${AIM_RATIO}`,
      met: ratio <= AIM_RATIO,
    },
  ]
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
