import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Refusal } from './say.mjs'

/** Below this, an update, a recording or the database's own log would soon fail half way. */
const LEAST_FREE_BYTES = 200 * 1024 * 1024

/**
 * Makes a folder that only its owner can read, and refuses one on a disk that is nearly full.
 *
 * @param {string} folder
 */
export function prepareDataFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if ((statSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700)
  requireFreeSpace(folder)
}

/**
 * @param {string} folder
 * @param {number} [leastFreeBytes]
 */
export function requireFreeSpace(folder, leastFreeBytes = LEAST_FREE_BYTES) {
  const { bavail, bsize } = statfsSync(folder)
  const freeBytes = bavail * bsize
  if (freeBytes >= leastFreeBytes) return
  const megabytes = (bytes) => Math.floor(bytes / 1024 / 1024)
  throw new Refusal(
    `Only ${megabytes(freeBytes)} MB are free on the disk that holds ${folder}, and Palier needs ${megabytes(leastFreeBytes)}: free some space and start again.`,
  )
}

/**
 * Writes a file whole or not at all, readable by its owner only.
 *
 * @param {string} file
 * @param {string} text
 */
export function writePrivate(file, text) {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(draft, text, { mode: 0o600, flush: true })
  renameSync(draft, file)
}

/**
 * The secrets of this installation, generated at its first start: there are no defaults to forget about.
 * Call under the start lock; two generators would give two answers.
 *
 * @param {string} dataFolder
 * @returns {{ livekitKey: string, livekitSecret: string, sessionSecret: string, databasePassword: string }}
 */
export function keepSecrets(dataFolder) {
  const file = path.join(dataFolder, 'secrets.json')
  const secrets = readJson(file) ?? {}
  const complete = {
    livekitKey: secrets.livekitKey ?? `palier-${randomBytes(6).toString('hex')}`,
    livekitSecret: secrets.livekitSecret ?? randomBytes(32).toString('base64url'),
    sessionSecret: secrets.sessionSecret ?? randomBytes(32).toString('base64url'),
    databasePassword: secrets.databasePassword ?? randomBytes(24).toString('base64url'),
  }
  if (Object.keys(complete).some((name) => complete[name] !== secrets[name]))
    writePrivate(file, `${JSON.stringify(complete, null, '\t')}\n`)
  return complete
}

/**
 * @param {string} file
 * @throws {Refusal} Where the file is there and is not JSON: guessing would orphan what it described.
 */
export function readJson(file) {
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new Refusal(`${file} is damaged: bring it back from a backup, or start with another PALIER_DATA_DIR.`)
  }
}
