import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { writePrivate } from './data-folder.mjs'
import { Refusal } from './say.mjs'

/** How often a process that is not our child is looked at. */
const WATCH_EVERY_MS = 250

/**
 * A process that runs, ours or found running.
 *
 * @typedef {object} Running
 * @property {number} pid
 * @property {Promise<string>} exited Settles once it is gone, with why ("exit 1", "SIGKILL").
 */

/**
 * A mark that tells this process from a later one with the same pid: its start time. Null where it is gone.
 *
 * @param {number} pid
 */
export function birthMark(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' ? null : fields[19]
    } catch {
      return null
    }
  }
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return null
  }
  if (process.platform === 'win32') return 'unknown'
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim() || null
}

/**
 * Whether a process runs; one that has ended and was not collected by its parent does not.
 *
 * @param {number} pid
 */
export function isAlive(pid) {
  return birthMark(pid) !== null
}

/**
 * The command line of a process, or "" where it cannot be read.
 *
 * @param {number} pid
 */
export function commandLine(pid) {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    } catch {
      return ''
    }
  }
  if (process.platform === 'win32') return ''
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
}

/**
 * Starts a process in a group of its own, so that Ctrl-C reaches only us and we choose the order in which things stop.
 * It writes to a file or to our terminal, never to a pipe: it must be able to outlive us.
 *
 * @param {{ command: string, args: string[], env?: Record<string, string | undefined>, cwd?: string, uid?: number, gid?: number, logFile?: string, pidFile?: string, note?: string }} spec
 *   `note` is kept in the pid file, for whoever finds this process later.
 * @returns {Promise<Running>}
 */
export async function launch({ command, args, env, cwd, uid, gid, logFile, pidFile, note = '' }) {
  const output = logFile ? openSync(logFile, 'a', 0o600) : 'inherit'
  const child = spawn(command, args, { env, cwd, uid, gid, detached: true, stdio: ['ignore', output, output] })
  if (logFile) closeSync(output)
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`))
    child.once('error', (error) => resolve(error.message))
  })
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  if (pidFile) writePrivate(pidFile, JSON.stringify({ pid: child.pid, birthMark: birthMark(child.pid), note }))
  return { pid: child.pid, exited }
}

/** Programs that work for us now: npm, Go, the build. */
const helpers = new Set()
let helpersEnded = false

/**
 * Runs a program to its end and returns its exit code with what it said. It is in a group of its own, so that Ctrl-C reaches
 * it only through `endHelpers`, with everything it started.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, shell?: boolean }} [options]
 * @returns {Promise<{ code: number | string, output: string, words: string }>} `words`: both streams as they came.
 * @throws {Refusal} Where it was ended by `endHelpers`.
 */
export async function runToEnd(command, args, options = {}) {
  if (helpersEnded) throw new Refusal('Stopped.')
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'] })
  helpers.add(child)
  let output = ''
  let words = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    output += chunk
    words += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    words += chunk
  })
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (exitCode, signal) => resolve(exitCode ?? signal))
    })
    if (helpersEnded) throw new Refusal('Stopped.')
    return { code, output, words }
  } finally {
    helpers.delete(child)
  }
}

/** Ends every program that `runToEnd` runs, and lets no new one begin. */
export function endHelpers() {
  helpersEnded = true
  for (const child of helpers) {
    if (child.pid && !sendSignal(-child.pid, 'SIGTERM')) child.kill('SIGTERM')
  }
}

/**
 * The process that a pid file names, if it is still that very process.
 *
 * @param {string} pidFile
 * @returns {{ pid: number, note: string } | null}
 */
export function findLeftOver(pidFile) {
  if (!existsSync(pidFile)) return null
  try {
    const { pid, birthMark: mark, note } = JSON.parse(readFileSync(pidFile, 'utf8'))
    if (mark !== null && birthMark(pid) === mark) return { pid, note }
  } catch {
    // Half written by a process that was killed: it names nobody.
  }
  rmSync(pidFile, { force: true })
  return null
}

/**
 * Watches a process that somebody else started.
 *
 * @param {number} pid
 * @returns {Running}
 */
export function adopt(pid) {
  const mark = birthMark(pid)
  const exited = new Promise((resolve) => {
    const timer = setInterval(() => {
      if (mark !== null && birthMark(pid) === mark) return
      clearInterval(timer)
      resolve('gone')
    }, WATCH_EVERY_MS)
    // Watching alone is no reason to stay.
    timer.unref()
  })
  return { pid, exited }
}

/**
 * Stops a process by a row of ever firmer signals, each with its time to work, and ends its whole group if none does.
 *
 * @param {Running} running
 * @param {{ signal: NodeJS.Signals, waitMs: number }[]} stages
 * @param {AbortSignal} [hurry] Once aborted, goes straight to the last stage.
 */
export async function stop({ pid, exited }, stages, hurry) {
  const stay = setInterval(() => {}, WATCH_EVERY_MS)
  try {
    await stopByStages({ pid, exited }, stages, hurry)
  } finally {
    clearInterval(stay)
  }
}

async function stopByStages({ pid, exited }, stages, hurry) {
  for (const [index, { signal, waitMs }] of stages.entries()) {
    const last = index === stages.length - 1
    if (hurry?.aborted && !last) continue
    if (!sendSignal(pid, signal)) return
    const waiting = new AbortController()
    const cutShort = () => waiting.abort()
    if (!last) hurry?.addEventListener('abort', cutShort, { once: true })
    await Promise.race([exited, sleep(waitMs, undefined, { signal: waiting.signal }).catch(() => {})])
    hurry?.removeEventListener('abort', cutShort)
    waiting.abort()
    if (birthMark(pid) === null) return
  }
  if (!sendSignal(-pid, 'SIGKILL')) sendSignal(pid, 'SIGKILL')
  await exited
}

function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}
