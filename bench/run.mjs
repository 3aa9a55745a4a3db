// `npm run bench`: measures the product against its aims, in one run on one machine. See README.md on how to read it.
import { spawnSync } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openBrowser } from './browser.mjs'
import { measureChatReach } from './chat-reach.mjs'
import { measureFeedAtSize } from './feed-at-size.mjs'
import { table } from './figures.mjs'
import { measureFirstFrame } from './first-frame.mjs'
import { measureFlood } from './flood.mjs'
import { endSessions, startInstance } from './instance.mjs'
import { measureNotesReach } from './notes-reach.mjs'
import { measurePages } from './pages.mjs'
import { measureRecorder } from './recorder.mjs'
import { measureRecording } from './recording.mjs'
import { measureRosterReach } from './roster-reach.mjs'
import { measureScriptWeight } from './script-weight.mjs'
import { measureSession } from './session-trace.mjs'

/** In this order: the last one fills the database. */
const MEASURES = {
  scripts: measureScriptWeight,
  'first-frame': measureFirstFrame,
  roster: measureRosterReach,
  chat: measureChatReach,
  notes: measureNotesReach,
  recorder: measureRecorder,
  recording: measureRecording,
  session: measureSession,
  flood: measureFlood,
  pages: measurePages,
  feed: measureFeedAtSize,
}
const DEFAULT_ROUNDS = 9
/** Takes long: only where it is asked for. */
const ONLY_ASKED = ['recording']
const DEFAULT_MINUTES = 10
const LONGEST_RUN_MS = 60 * 60_000

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string' },
    minutes: { type: 'string' },
    against: { type: 'string' },
  },
})
const chosen = values.only ?? Object.keys(MEASURES).filter((name) => !ONLY_ASKED.includes(name))
const minutes = Number(values.minutes ?? DEFAULT_MINUTES)
const rounds = Number(values.rounds ?? DEFAULT_ROUNDS)
const unknown = chosen.filter((name) => !Object.hasOwn(MEASURES, name))
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1 || !(minutes > 0)) {
  console.error(`npm run bench -- [--only ${Object.keys(MEASURES).join('|')}]… [--rounds ${DEFAULT_ROUNDS}] [--minutes ${DEFAULT_MINUTES}]`)
  process.exit(2)
}

/** What runs and has to be stopped, the last started first. */
const stops = []
let stopping = null
const stopAll = () => {
  stopping ??= (async () => {
    for (const stop of stops.reverse()) await stop().catch((error) => console.error(`Could not be stopped: ${error.message}`))
  })()
  return stopping
}
const giveUp = async (why) => {
  console.error(`\n${why} Stopping.`)
  await stopAll()
  process.exit(1)
}
process.once('SIGINT', () => void giveUp('Interrupted.'))
process.once('SIGTERM', () => void giveUp('Ended.'))
setTimeout(() => void giveUp('This takes longer than it ever should.'), LONGEST_RUN_MS).unref()

const figures = []
const failures = []
try {
  console.log('Starting Palier (a first start builds it) …')
  const instance = await startInstance()
  stops.push(instance.stop)
  const browser = await openBrowser()
  stops.push(() => browser.close())
  for (const name of Object.keys(MEASURES).filter((each) => chosen.includes(each))) {
    console.log(`\n${name}`)
    try {
      await endSessions(instance)
      figures.push(
        ...(await MEASURES[name]({ browser, instance, rounds, minutes, against: values.against, say: (line) => console.log(`  ${line}`) })),
      )
    } catch (error) {
      if (stopping) break
      failures.push(name)
      console.error(`  ${error.stack}`)
    }
  }
} catch (error) {
  if (!stopping) {
    failures.push('start')
    console.error(error.stack)
  }
} finally {
  await stopAll()
}

console.log(`\n${table(figures)}`)
const { stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: path.resolve(import.meta.dirname, '..'), encoding: 'utf8' })
const load = os.loadavg().map((value) => value.toFixed(1))
console.log(
  `\n${(stdout ?? '').trim()}, Node ${process.versions.node}, ${os.cpus().length} cores, load ${load.join(' ')}; rounds: ${rounds}`,
)
if (failures.length > 0) console.error(`Not measured: ${failures.join(', ')}.`)
process.exit(failures.length > 0 ? 1 : 0)
