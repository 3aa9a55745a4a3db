import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { adopt, findLeftOver, launch, stop } from './processes.mjs'

const READY_TIMEOUT_MS = 60_000
const RETRY_EVERY_MS = 50

/**
 * Stops the app of a start that was killed: its code and its settings may be old. Calls go on meanwhile, since media never
 * passes through the app.
 *
 * @param {string} dataFolder
 */
export async function stopLeftOverApp(dataFolder) {
  const leftOver = findLeftOver(path.join(dataFolder, 'app.pid'))
  if (leftOver) await stop(adopt(leftOver.pid), [{ signal: 'SIGTERM', waitMs: 10_000 }])
}

/**
 * How to start the app: the built one, or from its sources with a restart at each change.
 *
 * @param {{ root: string, dev: boolean, env: Record<string, string | undefined>, pidFile: string, url: string }} options
 */
export function openApp({ root, dev, env, pidFile, url }) {
  const args = dev ? ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server.ts'] : ['build/server.js']
  /** @param {(running: import('./processes.mjs').Running) => void} track */
  return async (track) => {
    const running = await launch({ command: process.execPath, args, cwd: root, env, pidFile })
    track(running)
    let ended = null
    running.exited.then((why) => {
      ended = why
    })
    const giveUpMs = performance.now() + READY_TIMEOUT_MS
    while (performance.now() < giveUpMs) {
      if (ended !== null) throw new Error(`it stopped before it was ready (${ended}); what it said is above`)
      const response = await fetch(`${url}/healthz`, { redirect: 'manual' }).catch(() => null)
      await response?.body?.cancel()
      if (response?.ok) return
      await sleep(RETRY_EVERY_MS)
    }
    throw new Error(`it did not answer at ${url}/healthz within ${READY_TIMEOUT_MS / 1000} s`)
  }
}
