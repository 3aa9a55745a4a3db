import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLivekit } from '#tests/livekit.ts'
import { ask, type BuiltApp, startBuiltApp } from '#tests/operations/built-app.ts'
import { findOrphans } from './find-orphans.ts'
import { type Finding, fuzz } from './fuzz.ts'
import { makeTarget } from './make-target.ts'
import { KEPT_SEEDS } from './seeds.ts'

/** `npm run test:fuzz -- [seed] [count]` sets both. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 1)
const COUNT = Number(process.env['FUZZ_COUNT'] ?? 400)
const AT_A_TIME = 200
/** No recorder runs beside this app. */
const NO_RECORDER = 'a recording was taken up by no recorder'

const livekit = await startLivekit()
let app: BuiltApp
let target: Awaited<ReturnType<typeof makeTarget>>

beforeAll(async () => {
  app = await startBuiltApp({ METRICS_PORT: '0' })
  target = await makeTarget(app)
}, 600_000)
afterAll(async () => {
  await app?.stop()
  await livekit.stop()
})

/** What the app says of its own mistakes: also of those whose answer looks well. */
const mistakes = () => app.logLines().filter(({ level, msg }) => Number(level) >= 50 && msg !== NO_RECORDER)

test(
  `${KEPT_SEEDS.length} seeds that found something once, and ${COUNT} from ${SEED} on, find nothing`,
  async () => {
    const findings: Finding[] = []
    for (const seed of KEPT_SEEDS) findings.push(...(await fuzz(target, app, seed, 1)))
    for (let done = 0; done < COUNT && app.child.exitCode === null; done += AT_A_TIME) {
      await target.renew()
      findings.push(...(await fuzz(target, app, SEED + done, Math.min(AT_A_TIME, COUNT - done))))
    }
    expect({ findings, mistakes: mistakes(), complaints: app.complaints(), ended: app.child.exitCode }).toEqual({
      findings: [],
      mistakes: [],
      complaints: '',
      ended: null,
    })
    expect((await ask(`${app.url}/healthz`)).status).toBe(200)
    expect(await findOrphans()).toEqual([])
  },
  60 * 60_000,
)
