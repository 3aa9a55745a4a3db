import { fork } from 'node:child_process'
import path from 'node:path'
import { openBareCallAt } from './bare-call.mjs'
import { openContext } from './browser.mjs'
import { COMMUNITY } from './call-scene.mjs'
import { signInCrowd } from './crowd.mjs'
import { percentile } from './figures.mjs'
import { signIn } from './instance.mjs'

const WATCHERS = [1, 100, 1000]
const AIM_P95_MS = 250
const AIMED_WATCHERS = 1000
const ANSWER_TIMEOUT_MS = 60_000

/**
 * From the instant at which livekit-server knows somebody's browser (its signalling stands; media comes later), to the instant at which
 * each watching socket has the roster with them in it. They enter as the product's pages do: a ticket from the product, then
 * livekit-client. Nobody can be told sooner, which a browser's own word that it is connected would not be true of: watchers often have
 * the roster before it.
 *
 * @param {{ browser: import('playwright').Browser, instance: import('./instance.mjs').Instance, rounds: number, say: (line: string) => void }} bench
 * @returns {Promise<import('./figures.mjs').Figure[]>}
 */
export async function measureRosterReach({ browser, instance, rounds, say }) {
  const { rows } = await instance.database.query(
    `SELECT r.id FROM "Room" r JOIN "Community" c ON c.id = r."communityId" WHERE c.slug = $1 ORDER BY r.position LIMIT 1`,
    [COMMUNITY],
  )
  const roomId = rows[0].id
  // The proxy lets in only whose ticket it is.
  const { context } = await openContext(browser, instance, 'ben')
  const ben = await signIn(instance, 'ben')
  const tokens = await signInCrowd(instance, Math.max(...WATCHERS))
  try {
    const page = await context.newPage()
    await openBareCallAt(page, instance.url)
    const results = []
    for (const count of WATCHERS) {
      const watchers = await openWatchers(instance.url, tokens.slice(0, count))
      try {
        const result = { count, afterKnown: [], afterStart: [], untilConnected: [] }
        // The first join opens the session, and its code is run for the first time: not counted.
        for (let round = 0; round <= rounds; round++) {
          const joined = await joinAndLeave({ instance, page, roomId, member: ben, watchers })
          if (round === 0) continue
          result.afterKnown.push(...joined.heardAtMs.map((atMs) => atMs - joined.knownAtMs))
          result.untilConnected.push(joined.connectedAtMs - joined.knownAtMs)
          result.afterStart.push(...joined.heardAtMs.map((atMs) => atMs - joined.startedAtMs))
        }
        say(
          `${count} watching: ${describe(result.afterKnown)} after livekit-server knew, ${describe(result.afterStart)} after the start of connecting; ` +
            `the newcomer's browser was connected ${describe(result.untilConnected)} after livekit-server knew`,
        )
        if (Math.min(...result.afterKnown) < 0)
          throw new Error('Somebody was told of what had not happened yet: the figure begins too late.')
        results.push(result)
      } finally {
        watchers.stop()
      }
    }
    const alone = percentile(results[0].afterKnown, 0.5)
    return results.map(({ count, afterKnown }) => {
      const [p50, p95] = [0.5, 0.95].map((share) => percentile(afterKnown, share))
      return {
        what: `join → roster seen by ${count.toLocaleString('en')}`,
        value: `p50 ${p50}, p95 ${p95} ms`,
        ...(count === 1 ? {} : { beside: `p50 ${alone} ms (by 1)`, ...(alone > 0 ? { ratio: p50 / alone } : {}) }),
        ...(count === AIMED_WATCHERS ? { aim: `p95 ${AIM_P95_MS} ms`, met: p95 <= AIM_P95_MS } : {}),
      }
    })
  } finally {
    await context.close()
  }
}

const describe = (values) => `p50 ${percentile(values, 0.5)} p95 ${percentile(values, 0.95)} ms`

async function joinAndLeave({ instance, page, roomId, member, watchers }) {
  const ticket = await takeTicket(instance, roomId, member.tokens[0])
  const everyoneHeard = await watchers.waitFor({ roomId, memberId: member.memberId, isIn: true })
  const { startedAtMs, knownAtMs, connectedAtMs } = await page.evaluate((value) => window.connect(value), ticket)
  const heardAtMs = await everyoneHeard()
  const everyoneHeardOfLeaving = await watchers.waitFor({ roomId, memberId: member.memberId, isIn: false })
  await page.evaluate(() => window.leave())
  await everyoneHeardOfLeaving()
  return { startedAtMs, knownAtMs, connectedAtMs, heardAtMs }
}

async function takeTicket({ url }, roomId, token) {
  const response = await fetch(`${url}/rooms/${roomId}/ticket`, {
    method: 'POST',
    headers: { cookie: `palier=${token}`, origin: url, 'content-type': 'application/json', accept: 'application/json' },
    body: '{}',
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(`The ticket was refused: ${response.status} ${answer.code}`)
  return answer
}

/** Watching sockets in a process of their own, so that they wait for nothing else of ours. */
export async function openWatchers(url, tokens) {
  const child = fork(path.join(import.meta.dirname, 'watchers.mjs'))
  /** The next message of a type. */
  const hear = (type) =>
    new Promise((resolve, reject) => {
      const settle = (done) => (value) => {
        clearTimeout(timer)
        child.off('message', take).off('exit', gone)
        done(value)
      }
      const take = (message) => message.type === type && settle(resolve)(message)
      const gone = () => settle(reject)(new Error('The watchers ended.'))
      const timer = setTimeout(
        settle(reject),
        ANSWER_TIMEOUT_MS,
        new Error(`Some watchers heard nothing (${type}) in ${ANSWER_TIMEOUT_MS / 1000} s.`),
      )
      child.on('message', take).on('exit', gone)
    })
  const connected = hear('connected')
  child.send({ type: 'connect', url, tokens })
  await connected
  return {
    /** Once it resolves, the watchers are waiting; what it resolves to waits for all of them to have heard. */
    async waitFor(what) {
      const waiting = hear('waiting')
      child.send({ type: 'waitFor', ...what })
      await waiting
      const heard = hear('heard')
      heard.catch(() => {})
      return async () => /** @type {number[]} */ ((await heard).heardAtMs)
    },
    /** All of them look at a session from close by, from now on. */
    async lookAt(sessionId) {
      const looking = hear('looking')
      child.send({ type: 'lookAt', sessionId })
      await looking
    },
    /** All of them have a session's notes open, each as a document of its own. */
    async openNotes(sessionId) {
      const opened = hear('notesOpened')
      child.send({ type: 'openNotes', sessionId })
      await opened
    },
    stop: () => child.kill('SIGTERM'),
  }
}
