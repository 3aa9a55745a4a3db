import type { BuiltApp } from '#tests/operations/built-app.ts'
import { ask } from '#tests/operations/built-app.ts'
import type { KnownRoute } from '../list-routes.ts'
import { askRaw, askUpgrade } from './ask-raw.ts'
import { askRoute } from './ask-route.ts'
import { type listEvents, openSockets } from './ask-socket.ts'
import { oddUpdate } from './odd-update.ts'
import { Random } from './random.ts'

/** What is fuzzed: an app with people and things in it. */
export interface Target {
  url: string
  port: number
  routes: KnownRoute[]
  events: Awaited<ReturnType<typeof listEvents>>
  fields: string[]
  words: string[]
  /** Sign-ins that are good. */
  cookies(): string[]
  /** Something that is there, for a parameter or field of this name. */
  place(random: Random, name: string): string
}

export interface Finding {
  /** Runs this very case again: `npm run test:fuzz -- <seed> 1`. */
  seed: number
  kind: string
  what: string
}

const HANG_MS = 5_000
const LATE = 'no answer within five seconds'
const AT_ONCE = 6

type Kind = readonly [name: string, share: number, ask: (random: Random) => Promise<string | null>]

/** Tries `count` cases, of the seeds from `seed` on. Each answers within five seconds, with no 5xx, or is found. */
export async function fuzz(target: Target, app: BuiltApp, seed: number, count: number): Promise<Finding[]> {
  const sockets = openSockets(target)
  const kinds: Kind[] = [
    ['route', 55, (random) => askRoute(target, random)],
    ['raw', 15, (random) => askRaw(target, random)],
    ['upgrade', 10, (random) => askUpgrade(target, random)],
    ['socket', 12, (random) => sockets.ask(random)],
    ['notes', 8, (random) => writeNotes(target, random)],
  ]
  const findings: Finding[] = []
  let next = seed
  const work = async () => {
    while (next < seed + count && app.child.exitCode === null) {
      const caseSeed = next++
      const random = new Random(caseSeed)
      const [kind, , tryIt] = byShare(random, kinds)
      let what = await withinTime(tryIt(random))
      // The machine may have been busy with something else: what hangs does so again.
      if (what === LATE) what = await withinTime(tryIt(new Random(caseSeed)))
      if (what) findings.push({ seed: caseSeed, kind, what })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  sockets.close()
  return findings
}

function byShare(random: Random, kinds: Kind[]): Kind {
  let left = random.below(kinds.reduce((sum, [, share]) => sum + share, 0))
  return kinds.find(([, share]) => {
    left -= share
    return left < 0
  }) as Kind
}

async function withinTime(asked: Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(LATE), HANG_MS + 1_000)
  })
  // A connection that is closed is an answer; whether the app is still there is asked at the end.
  const answer = await Promise.race([asked.catch(() => null), late])
  clearTimeout(timer)
  return answer
}

async function writeNotes(target: Target, random: Random): Promise<string | null> {
  const sessionId = target.place(random, 'sessionId')
  const body = JSON.stringify({ update: oddUpdate(random).toString('base64') })
  const headers = { cookie: random.pick(target.cookies()), 'content-type': 'application/json' }
  const answer = await ask(`${target.url}/sessions/${sessionId}/notes`, { method: 'POST', headers, body })
  if (answer.status >= 500) return `an update: ${answer.status} ${body}`
  // What was taken in has to be readable.
  const page = await ask(`${target.url}/sessions/${sessionId}/export`, { headers: { cookie: headers.cookie } })
  return page.status >= 500 ? `an export after an update: ${page.status} ${body}` : null
}
