import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { birthMark } from './processes.mjs'

const RETRY_EVERY_MS = 100

/**
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string | null} birthMark
 * @property {string} note
 */

/**
 * Takes a lock file, or returns who holds it. The lock of a process that died is taken over.
 *
 * A link either appears with its whole content or not at all, so a lock is never seen half written.
 *
 * @param {string} file
 * @param {string} [note] For whoever finds the lock taken.
 * @returns {{ release: () => void } | { holder: Holder }}
 */
export function tryLock(file, note = '') {
  const mine = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  const content = JSON.stringify({ pid: process.pid, birthMark: birthMark(process.pid), note, nonce: mine })
  writeFileSync(mine, content, { mode: 0o600 })
  try {
    for (;;) {
      try {
        linkSync(mine, file)
        return { release: () => readOrNull(file) === content && rmSync(file, { force: true }) }
      } catch (error) {
        if (error.code !== 'EEXIST') throw error
      }
      const seen = readOrNull(file)
      if (seen === null) continue
      const holder = parse(seen)
      if (holder && holder.birthMark !== null && birthMark(holder.pid) === holder.birthMark) return { holder }
      removeStale(file, seen, `${mine}.stale`)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

/**
 * Runs some work while holding a lock file; waits for its holder first.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  for (;;) {
    const attempt = tryLock(file)
    if ('release' in attempt) {
      try {
        return await work()
      } finally {
        attempt.release()
      }
    }
    await sleep(RETRY_EVERY_MS)
  }
}

/** Moves a dead holder's lock aside, and puts it back if somebody alive took it between our look and our move. */
function removeStale(file, seen, aside) {
  try {
    renameSync(file, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (readOrNull(aside) !== seen) {
    try {
      linkSync(aside, file)
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
  }
  rmSync(aside, { force: true })
}

function readOrNull(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
