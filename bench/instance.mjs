import { spawn } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { findFreePort } from '../start/ports.mjs'

const ROOT = path.resolve(import.meta.dirname, '..')
/** The first start of a version builds it. */
const START_TIMEOUT_MS = 10 * 60_000
const OUTSIDE_SERVICES = [
  'DATABASE_URL',
  'LIVEKIT_URL',
  'LIVEKIT_API_KEY',
  'LIVEKIT_API_SECRET',
  'REDIS_URL',
  'SMTP_URL',
  'PUBLIC_URL',
  'SESSION_SECRET',
  'METRICS_PORT',
]

/**
 * @typedef {object} Instance
 * @property {string} url
 * @property {string} dataFolder
 * @property {pg.Pool} database Its own database, for what no page can put in.
 * @property {string} databaseUrl
 * @property {{ url: string, key: string, secret: string }} livekit
 * @property {string} sessionSecret What the hashes of sign-ins are keyed with.
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the product as a person would, by start.mjs, with the demo company, an empty data folder and a free port.
 * Never touches what the environment points at: the bench fills and stops what it runs against.
 *
 * @param {Partial<Instance>} [beside] Another instance whose database server and livekit-server this one uses, in a database of its own.
 * @param {string} [root] The sources to build and start; these by default.
 * @returns {Promise<Instance>}
 */
export async function startInstance(beside, root = ROOT) {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'palier-bench-'))
  const port = await findFreePort()
  const env = { ...process.env, NODE_ENV: '', HOST: '127.0.0.1', PORT: String(port), PALIER_DATA_DIR: dataFolder, PALIER_DEMO: '' }
  for (const name of OUTSIDE_SERVICES) env[name] = ''
  if (beside) Object.assign(env, await environmentBeside(beside))

  const logFile = path.join(dataFolder, 'start.log')
  const log = createWriteStream(logFile)
  const child = spawn(process.execPath, ['start.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = new Promise((resolve) => child.once('close', (code, signal) => resolve(`it ended with ${code ?? signal}`)))
  child.stderr.pipe(log, { end: false })
  const ready = new Promise((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      log.write(chunk)
      if (chunk.includes('Palier is at')) resolve(null)
    })
  })
  /** @type {pg.Pool | undefined} */
  let database
  const stop = async () => {
    await database?.end()
    child.kill('SIGTERM')
    await exited
    log.destroy()
    rmSync(dataFolder, { recursive: true, force: true })
  }
  let timer
  const tooLong = new Promise((resolve) => {
    timer = setTimeout(() => resolve('it took too long'), START_TIMEOUT_MS)
  })
  const failure = await Promise.race([ready, exited, tooLong])
  clearTimeout(timer)
  if (failure !== null) {
    const words = readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join('\n')
    await stop()
    throw new Error(`Palier did not start (${failure}):\n${words}`)
  }

  const databaseUrl = env.DATABASE_URL || ownDatabaseUrl(dataFolder)
  database = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  database.on('error', () => {})
  return {
    url: `http://127.0.0.1:${port}`,
    dataFolder,
    database,
    databaseUrl,
    livekit: beside?.livekit ?? ownLivekit(dataFolder),
    sessionSecret: readJson(dataFolder, 'secrets.json').sessionSecret,
    stop,
  }
}

async function environmentBeside({ database, databaseUrl, livekit }) {
  const name = `bench_${randomBytes(4).toString('hex')}`
  await database.query(`CREATE DATABASE ${name}`)
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  return { DATABASE_URL: url.href, LIVEKIT_URL: livekit.url, LIVEKIT_API_KEY: livekit.key, LIVEKIT_API_SECRET: livekit.secret }
}

const readJson = (dataFolder, name) => JSON.parse(readFileSync(path.join(dataFolder, name), 'utf8'))

function ownDatabaseUrl(dataFolder) {
  const { databasePassword } = readJson(dataFolder, 'secrets.json')
  return `postgresql://palier:${encodeURIComponent(databasePassword)}@127.0.0.1:${readJson(dataFolder, 'ports.json').postgres}/palier`
}

function ownLivekit(dataFolder) {
  const { livekitKey, livekitSecret } = readJson(dataFolder, 'secrets.json')
  return { url: `ws://127.0.0.1:${readJson(dataFolder, 'ports.json').livekit}`, key: livekitKey, secret: livekitSecret }
}

const CLOSED_WITHIN_MS = 60_000
const LOOK_EVERY_MS = 100

/**
 * Ends whatever session is open, and waits until its LiveKit room is closed: so each measure finds rooms in which nobody is, whatever the
 * one before it left, or failed in the middle of.
 *
 * @param {Instance} instance
 */
export async function endSessions({ database }) {
  await database.query(`UPDATE "Visit" SET "leftAt" = greatest(now(), "joinedAt") WHERE "leftAt" IS NULL`)
  await database.query(`UPDATE "Session" SET "endedAt" = now() WHERE "endedAt" IS NULL`)
  const giveUpMs = performance.now() + CLOSED_WITHIN_MS
  for (;;) {
    const { rowCount } = await database.query('SELECT FROM "Session" WHERE "endedAt" IS NULL OR "mediaClosedAt" IS NULL')
    if (rowCount === 0) return
    if (performance.now() > giveUpMs) throw new Error('A session of the measure before is still open in LiveKit.')
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

/**
 * Signs in without the door, whose limits are not what is measured here.
 *
 * @param {Instance} instance
 * @param {string} name Of the demo company, such as "ana".
 * @param {number} [browsers] How many sign-ins.
 * @returns {Promise<{ memberId: string, tokens: string[] }>} The cookie `palier` takes a token.
 */
export async function signIn({ database, sessionSecret }, name, browsers = 1) {
  const tokens = Array.from({ length: browsers }, () => randomBytes(32).toString('base64url'))
  const hashes = tokens.map((token) => createHmac('sha256', sessionSecret).update(token).digest('hex'))
  const { rows } = await database.query(
    `INSERT INTO "SignIn" (id, "memberId", "tokenHash", "userAgent", "expiresAt")
     SELECT uuidv7(), m.id, hash, 'bench', now() + interval '1 day' FROM "Member" m, unnest($2::text[]) AS hash WHERE m.email = $1
     RETURNING "memberId"`,
    [`${name}@demo.palier`, hashes],
  )
  if (rows.length !== browsers) throw new Error(`${name}@demo.palier is not in the demo company.`)
  return { memberId: rows[0].memberId, tokens }
}
