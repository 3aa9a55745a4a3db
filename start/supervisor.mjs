import { setTimeout as sleep } from 'node:timers/promises'
import { stop } from './processes.mjs'
import { say } from './say.mjs'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** Having run this long, a process is well again, and its next death is a first one. */
const STABLE_AFTER_MS = 60_000

/**
 * Keeps a process running: when it dies it is started again, after a pause that doubles with each death in a row. One that runs
 * but cannot be used is stopped first, so that there is never a second one beside it.
 *
 * @param {object} options
 * @param {string} options.name As people read it: "The app".
 * @param {(track: (running: import("./processes.mjs").Running) => void) => Promise<void>} options.open
 *   Starts the process, reports it through `track` as soon as it exists, and resolves once it can be used.
 * @param {{ signal: NodeJS.Signals, waitMs: number }[]} options.stopStages
 * @param {number} [options.firstPauseMs]
 * @param {number} [options.stableAfterMs]
 */
export function keepRunning({ name, open, stopStages, firstPauseMs = FIRST_PAUSE_MS, stableAfterMs = STABLE_AFTER_MS }) {
  const ending = new AbortController()
  /** @type {import("./processes.mjs").Running | undefined} */
  let running
  let finished = Promise.resolve()

  const openOnce = async () => {
    running = undefined
    await open((process) => {
      running = process
    })
  }

  const watch = async () => {
    let pauseMs = firstPauseMs
    let openedMs = performance.now()
    let death = running ? running.exited : Promise.resolve('gone')
    for (;;) {
      const why = await death
      if (ending.signal.aborted) return
      if (performance.now() - openedMs >= stableAfterMs) pauseMs = firstPauseMs
      say(`${name} stopped (${why}). Starting it again in ${pauseMs / 1000} s.`)
      await sleep(pauseMs, undefined, { signal: ending.signal }).catch(() => {})
      if (ending.signal.aborted) return
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      openedMs = performance.now()
      try {
        await openOnce()
        if (ending.signal.aborted) return
        say(`${name} is back.`)
        death = running.exited
      } catch (error) {
        // What runs without ever being of use holds the port that the next one needs.
        if (running) await stop(running, stopStages)
        death = Promise.resolve(error.message)
      }
    }
  }

  return {
    name,
    /** Starts it; rejects where the very first start fails, since a pause would not help. */
    async start() {
      await openOnce()
      finished = watch()
    },
    /** @param {AbortSignal} [hurry] */
    async stop(hurry) {
      ending.abort()
      if (running) await stop(running, stopStages, hurry)
      await finished
    },
    get pid() {
      return running?.pid
    },
  }
}
